package app

import (
	"context"
	"fmt"
	"sync"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/store"
)

// rulebook keeps the policy versions that tickets began under, with today's
// organisation. Versions live in the store and are immutable, so what was read
// once is kept.
type rulebook struct {
	store   *store.Store
	current *policy.Policy
	org     *policy.Org
	mu      sync.Mutex
	old     map[string]*policy.Policy
}

// openRulebook saves the current version, so that other replicas and later
// programs can read it.
func openRulebook(ctx context.Context, s *store.Store, p *policy.Policy, org *policy.Org) (*rulebook, error) {
	if err := savePolicy(ctx, s, p); err != nil {
		return nil, err
	}
	return &rulebook{store: s, current: p, org: org, old: map[string]*policy.Policy{p.ID: p}}, nil
}

func savePolicy(ctx context.Context, s *store.Store, p *policy.Policy) error {
	doc, err := p.Encode()
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	if err := s.SavePolicy(ctx, p.ID, doc); err != nil {
		return fmt.Errorf("app: save policy: %w", err)
	}
	return nil
}

// Rules returns a version with today's organisation; "" is the current one.
func (b *rulebook) Rules(ctx context.Context, id string) (policy.Rules, error) {
	if now := b.now(); id == "" || id == now.Policy.ID {
		return now, nil
	}
	p, err := b.version(ctx, id)
	if err != nil {
		return policy.Rules{}, err
	}
	return policy.Rules{Policy: p, Org: b.today()}, nil
}

// now is the current version with today's organisation: both of one configuration.
func (b *rulebook) now() policy.Rules {
	b.mu.Lock()
	defer b.mu.Unlock()
	return policy.Rules{Policy: b.current, Org: b.org}
}

func (b *rulebook) today() *policy.Org { return b.now().Org }

// replace lets a saved version and its organisation hold from now on.
func (b *rulebook) replace(p *policy.Policy, org *policy.Org) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.current, b.org, b.old[p.ID] = p, org, p
}

// reorganise puts today's organisation in the place of yesterday's.
func (b *rulebook) reorganise(org *policy.Org) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fresh := *org
	fresh.Locale = b.org.Locale // may have been changed by speak
	b.org = &fresh
}

// speak changes the language of shared channels from now on.
func (b *rulebook) speak(locale string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	org := *b.org
	org.Locale = locale
	b.org = &org
}

func (b *rulebook) version(ctx context.Context, id string) (*policy.Policy, error) {
	b.mu.Lock()
	p := b.old[id]
	b.mu.Unlock()
	if p != nil {
		return p, nil
	}
	doc, err := b.store.LoadPolicy(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("app: policy %s: %w", id, err)
	}
	if p, err = policy.Decode(doc); err != nil {
		return nil, fmt.Errorf("app: policy %s: %w", id, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.old[id] = p
	return p, nil
}
