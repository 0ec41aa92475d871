package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// guide shows what the rule books say that hold where it is typed, or for a
// ticket: each in a line or two, one of them whole ("guide FA"), or what they
// say of something ("guide phone").
func (d *Desk) guide(ctx context.Context, r Request, w words) (Reply, error) {
	said, number := asName(w.Rest), w.Number
	if r.Source == Click {
		said = r.Detail
	}
	books, rules, err := d.booksFor(ctx, r, number, w)
	if err != nil {
		return Reply{Ticket: number}, err
	}
	reply := answer("guide", notice.Params{})
	reply.Guide = text.Guide{Policy: rules.Policy, Books: books}
	if said == "" {
		return reply, nil
	}
	name, page, _ := strings.Cut(said, "/")
	if b := d.bookCalled(name, rules.Policy); b != nil {
		reply.Guide.Books = []policy.Book{*b}
		reply.Params["page"] = notice.Text(page)
		return reply, nil
	}
	reply.Params["what"] = notice.Text(said)
	return reply, nil
}

// booksFor are the rule books that hold for a ticket, or for what is asked
// where somebody types: in a channel of a department, else in their own.
func (d *Desk) booksFor(ctx context.Context, r Request, number int64, w words) ([]policy.Book, policy.Rules, error) {
	if number != 0 {
		saved, rules, err := d.look(ctx, r, w)
		if err != nil {
			return nil, rules, err
		}
		return ticket.Books(&saved.Ticket, rules), rules, nil
	}
	rules, err := d.current(ctx)
	if err != nil {
		return nil, rules, err
	}
	org := rules.Org
	dept, channels := org.Department(org.Default), []string{r.Post.Channel}
	if desk, _ := org.Desk(r.Post.Channel); desk != nil {
		dept = desk
	} else if home := org.Home(r.Actor); home != nil {
		dept = home
		for _, c := range home.Channels {
			channels = append(channels, c.ID)
		}
	}
	id := ""
	if dept != nil {
		id = dept.ID
	}
	return rules.Policy.BooksIn(org, id, channels...), rules, nil
}

// bookCalled finds a rule book by its id, else by its title in any language;
// nil for none.
func (d *Desk) bookCalled(name string, p *policy.Policy) *policy.Book {
	titles := d.Labels().Presets
	for i := range p.Books {
		b := &p.Books[i]
		called := func(t string) bool { return strings.EqualFold(t, name) }
		if called(b.ID) || slices.ContainsFunc(text.Locales(), func(l string) bool { return called(titles[b.ID][l]) }) {
			return b
		}
	}
	return nil
}
