package store

import (
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// Options say where and for whom a Store keeps things.
type Options struct {
	Client redis.UniversalClient
	// Team is the workspace's id.
	Team string
	// Partitions is how many partitions the installation has; 0 means 16. It is
	// written at the first start and cannot change.
	Partitions int
}

// Saved is a ticket as it was stored.
type Saved struct {
	Ticket ticket.Ticket
	// Rev counts the commits; 0 for a ticket that does not exist yet.
	Rev int64
	// Events are the stream ids of its history, oldest first.
	Events []string
	// LastHash is the hash of the last event; "" if there is none.
	LastHash string
}

// Commit is everything that one decision writes, all of it or nothing.
type Commit struct {
	// Key deduplicates: a second commit with the same key within 24 h writes
	// nothing and is answered with *Repeated. "" for none.
	Key string
	// Reply is kept with the key and given to whoever repeats it.
	Reply []byte
	// From is what the decision was made on; Rev 0 creates the ticket.
	From Saved
	// Decision is what to write.
	Decision ticket.Decision
	// Now stamps the waiting notices and the author's last ticket.
	Now time.Time
	// PostKeys are the posts (PostKey) that shall map to this ticket. On create a
	// post that has a ticket refuses the commit with *PostTaken; later it keeps its own.
	PostKeys []string
	// Author, when set, is whose last ticket this is from now on; see LastOf.
	Author string
}

// PostKey names a post in Commit.PostKeys.
func PostKey(channel, ts string) string { return channel + "/" + ts }

// Entry is a notice that waits in the outbox.
type Entry struct {
	// ID names its place in the outbox; a notice that overwrites a waiting one takes over its id.
	ID string
	// Lane is the channel or person it waits for.
	Lane string
	// Notice is what to say. Its Class is the most pressing of those that this place ever had.
	Notice notice.Notice
	// Attempt counts failed sends, as Later was told.
	Attempt int
	// Claimed is true when it was claimed before and never marked, or put back as
	// ambiguous: the message may have been posted already.
	Claimed bool
	// Queued is when its place in the outbox began, or from when on it may be sent.
	Queued time.Time
}

// Receipt says where a message was posted or edited.
type Receipt struct {
	Channel, TS string
	// Hash of what was rendered, so that an edit that changes nothing can be left out.
	Hash string
}

// Place is where the live message of a slot stands.
type Place struct {
	Channel, TS string
	Hash        string
}

// DeadLetter is an entry that was given up.
type DeadLetter struct {
	Entry  Entry     `json:"entry"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// Job is a calendar job whose next run is due.
type Job struct {
	Name, Spec string
	// Run is the instant of its next run, which may lie long ago.
	Run time.Time
	// Last is the instant that it last ran for; zero if it never did.
	Last time.Time
}
