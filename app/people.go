package app

import (
	"context"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/handlers"
)

// people plugs the directory in where handlers say what they need.
type people struct{ d *bot.Directory }

var _ handlers.People = people{}

func (p people) Person(id string) (handlers.Person, bool) {
	found, ok := p.d.Person(id)
	return personOf(found), ok
}

func (p people) Fetch(ctx context.Context, id string) (handlers.Person, bool) {
	found, ok := p.d.Fetch(ctx, id)
	return personOf(found), ok
}

func (p people) Find(name string) []handlers.Person {
	var out []handlers.Person
	for _, found := range p.d.Find(name) {
		if !found.Deleted && !found.Bot {
			out = append(out, personOf(found))
		}
	}
	return out
}

func (p people) Gone() map[string]bool { return p.d.Gone() }

func personOf(p bot.Person) handlers.Person {
	name := p.RealName
	if name == "" {
		name = p.Name
	}
	return handlers.Person{
		ID: p.ID, Name: name, Deleted: p.Deleted, Bot: p.Bot, Outside: p.Guest || p.Stranger, Guest: p.Guest && !p.Stranger,
		Locale: p.Locale, Zone: p.Zone,
	}
}
