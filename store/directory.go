package store

import (
	"context"
	"fmt"
)

// SavePolicy keeps a policy version under its content hash.
func (s *Store) SavePolicy(ctx context.Context, id string, doc []byte) error {
	return wrap("save policy", s.client.Set(ctx, s.keys.policy(id), doc, 0).Err())
}

// LoadPolicy reads a policy version; ErrNotFound if it was never saved.
func (s *Store) LoadPolicy(ctx context.Context, id string) ([]byte, error) {
	raw, ok, err := s.get(ctx, "load policy", s.keys.policy(id))
	if err == nil && !ok {
		return nil, fmt.Errorf("store: load policy %s: %w", id, ErrNotFound)
	}
	return []byte(raw), err
}

// PutPeople keeps what the directory knows of people, by Slack id; people not
// named stay as they are.
func (s *Store) PutPeople(ctx context.Context, people map[string][]byte) error {
	fields := make([]any, 0, 2*page)
	flush := func() error {
		if len(fields) == 0 {
			return nil
		}
		err := s.client.HSet(ctx, s.keys.people(), fields...).Err()
		fields = fields[:0]
		return wrap("put people", err)
	}
	for id, doc := range people {
		if fields = append(fields, id, doc); len(fields) < 2*page {
			continue
		}
		if err := flush(); err != nil {
			return err
		}
	}
	return flush()
}

// People reads the whole directory, by Slack id.
func (s *Store) People(ctx context.Context) (map[string][]byte, error) {
	all, err := s.client.HGetAll(ctx, s.keys.people()).Result()
	if err != nil {
		return nil, wrap("people", err)
	}
	people := make(map[string][]byte, len(all))
	for id, doc := range all {
		people[id] = []byte(doc)
	}
	return people, nil
}
