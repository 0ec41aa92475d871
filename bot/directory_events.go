package bot

import (
	"context"
	"strings"
)

// personEvent takes in a changed person and gives their id; "" if the event has none.
func (d *Directory) personEvent(ctx context.Context, ev slackEvent) string {
	var w wireUser
	if decode(ev.User.raw, &w) != nil || w.ID == "" {
		return ""
	}
	d.putPeople(w.person(d.o.Me.Team))
	p, _ := d.Person(w.ID)
	d.saveQuietly(ctx, []Person{p}, nil)
	return w.ID
}

// joined takes in that the bot was brought into a channel.
func (d *Directory) joined(ctx context.Context, id, kind string) {
	c, known := d.Channel(id)
	c.ID, c.Member = id, true
	if !known {
		c.Private = kind == "G"
	}
	d.putChannel(c)
	d.saveQuietly(ctx, nil, []Channel{c})
}

// channelEvent takes in what happens to channels and groups; false for an
// event that is about neither.
func (d *Directory) channelEvent(ctx context.Context, ev slackEvent, bot string) bool {
	id := ev.Channel.ID
	switch ev.Type {
	case "channel_rename", "group_rename":
		var w wireChannel
		_ = decode(ev.Channel.raw, &w)
		d.change(ctx, id, func(c *Channel) { c.Name = orElse(w.Name, c.Name) })
	case "channel_archive", "group_archive":
		d.change(ctx, id, func(c *Channel) { c.Archived = true })
	case "channel_unarchive", "group_unarchive":
		d.change(ctx, id, func(c *Channel) { c.Archived = false })
	case "channel_left", "group_left", "channel_deleted", "group_deleted":
		d.change(ctx, id, func(c *Channel) { c.Member = false })
	case "channel_shared":
		d.change(ctx, id, func(c *Channel) { c.Ext = true })
	case "channel_unshared":
		d.change(ctx, id, func(c *Channel) { c.Ext = false })
	case "channel_id_changed":
		if c, ok := d.Channel(ev.OldChannel); ok && ev.NewChannel != "" {
			c.ID = ev.NewChannel
			d.putChannel(c)
			d.saveQuietly(ctx, nil, []Channel{c})
		}
	case "member_left_channel":
		if ev.User.ID == bot {
			d.change(ctx, id, func(c *Channel) { c.Member = false })
		}
	case "subteam_updated", "subteam_members_changed":
		d.forgetGroup(orElse(ev.SubteamID, ev.Subteam.ID))
	default:
		return strings.HasPrefix(ev.Type, "channel_") || strings.HasPrefix(ev.Type, "group_")
	}
	return true
}

// change edits a channel the directory knows; others are of no interest.
func (d *Directory) change(ctx context.Context, id string, edit func(*Channel)) {
	d.mu.Lock()
	c, ok := d.channels[id]
	if ok {
		edit(&c)
		d.channels[id] = c
	}
	d.mu.Unlock()
	if ok {
		d.saveQuietly(ctx, nil, []Channel{c})
	}
}
