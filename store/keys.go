package store

import (
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
)

// keys builds every key of one workspace. All of a workspace's keys share the
// hash tag of its partition, so that one script may touch them on a cluster.
// B stands for fa:{pNN}:<team>, where pNN is the partition of the team.
//
//	Key                      Type    Lifetime   Owner and content
//	fa:partitions            string  forever    Open: how many partitions the installation has
//	fa:{pNN}:events          stream  exported   Commit: v form, w team, t ticket, p hash of the event before, e event (JSON)
//	B:number                 string  forever    NextNumber: the last ticket number given out
//	B:t:<number>             string  forever    Commit: the ticket: revision, header, document (see document.go)
//	B:staff                  string  forever    CommitStaff: the staff book, stored like a ticket
//	B:due                    zset    forever    Commit: number of each ticket with a clock (0: the staff book), score: its next instant in ms
//	B:open                   set     forever    Commit: numbers of the tickets that have not ended
//	B:of:<user>              set     forever    Commit: numbers of the open tickets a person is concerned with; by the tag of an asker, of all they asked
//	B:post:<channel>/<ts>    string  forever    Commit, Sent: number of the ticket that a post or a live message belongs to
//	B:last:<author>          string  24 h       Commit: number and instant in ms of an author's last ticket
//	B:seen:<key>             string  24 h       Commit, Keep: reply to the request with this deduplication key, or what was kept under it
//	B:outbox                 hash    forever    Commit, marks: entry by id: header line, notice (see entry.go)
//	B:slots                  hash    forever    Commit, marks: id of the waiting entry of a slot (<ticket>/<slot>)
//	B:lanes                  zset    forever    Commit, marks: lane, score: when it may send next in ms; inf while claimed
//	B:lane:<lane>:<class>    list    forever    Commit, marks: entry ids of a lane, first to be sent first
//	B:held                   zset    forever    Commit, marks: entry id, score: before when it must not be said, in ms
//	B:claimed                hash    forever    Claim, marks: id of the entry claimed on a lane
//	B:lease                  string  forever    Lease: token, expiry in ms, holder
//	B:places:<number>        hash    forever    Sent: channel, ts and hash of a ticket's live messages, by slot
//	B:sent:<notice key>      string  24 h       Sent: channel, ts and hash of what was delivered
//	B:fold:<channel>/<ts>    string  30 d       Sent: what a message of several matters is made of: its notice (JSON)
//	B:folded                 hash    forever    Sent: when a lane's last message that others fold into was posted, in ms
//	B:told:<lane>            zset    24 h       Sent: stamp of each message posted to a person, score: when, in ms; at most 1000
//	B:dead                   list    1000       Dead: entries that were given up, newest first (JSON)
//	B:jobs                   hash    forever    EnsureJob, CommitJob: calendar job by name: last run in ms (0 for none), spec
//	B:jobs:next              zset    forever    EnsureJob, CommitJob: name of each calendar job, score: its next run in ms
//	B:reload                 string  forever    SayOnce: which configuration was told of last, by content hash, and what became of it
//	B:beat                   string  forever    Beat: when a program was last there, in ms
//	B:outages                zset    forever    Beat: "from to" of each time nobody was there, score: its end, all in ms; for 90 days
//	B:policy:<id>            string  forever    SavePolicy: a policy version, by content hash
//	B:people                 hash    forever    PutPeople: the directory cache, by Slack id
//
// Correctness never depends on an expiry.
type keys struct {
	partition string // "fa:{pNN}:"
	base      string // "fa:{pNN}:<team>:"
}

// partitionsKey lies outside of the partitions: it says how many there are.
const partitionsKey = "fa:partitions"

func newKeys(team string, partitions int) keys {
	p := crc32.ChecksumIEEE([]byte(team)) % uint32(partitions) //nolint:gosec // between 1 and 1000, checked by Open
	partition := fmt.Sprintf("fa:{p%02d}:", p)
	return keys{partition: partition, base: partition + team + ":"}
}

func (k keys) events() string  { return k.partition + "events" }
func (k keys) number() string  { return k.base + "number" }
func (k keys) staff() string   { return k.base + "staff" }
func (k keys) due() string     { return k.base + "due" }
func (k keys) open() string    { return k.base + "open" }
func (k keys) outbox() string  { return k.base + "outbox" }
func (k keys) slots() string   { return k.base + "slots" }
func (k keys) lanes() string   { return k.base + "lanes" }
func (k keys) held() string    { return k.base + "held" }
func (k keys) claimed() string { return k.base + "claimed" }
func (k keys) lease() string   { return k.base + "lease" }
func (k keys) dead() string    { return k.base + "dead" }
func (k keys) folded() string  { return k.base + "folded" }
func (k keys) jobs() string    { return k.base + "jobs" }
func (k keys) nextRun() string { return k.base + "jobs:next" }
func (k keys) reload() string  { return k.base + "reload" }
func (k keys) beat() string    { return k.base + "beat" }
func (k keys) outages() string { return k.base + "outages" }
func (k keys) people() string  { return k.base + "people" }

func (k keys) ticket(number int64) string { return k.base + "t:" + strconv.FormatInt(number, 10) }
func (k keys) places(number int64) string { return k.base + "places:" + strconv.FormatInt(number, 10) }

func (k keys) of(user string) string     { return k.base + "of:" + user }
func (k keys) post(post string) string   { return k.base + "post:" + post }
func (k keys) last(author string) string { return k.base + "last:" + author }
func (k keys) seen(key string) string    { return k.base + "seen:" + key }
func (k keys) sent(key string) string    { return k.base + "sent:" + key }
func (k keys) fold(post string) string   { return k.base + "fold:" + post }
func (k keys) told(lane string) string   { return k.base + "told:" + lane }
func (k keys) policy(id string) string   { return k.base + "policy:" + id }

// lane is what the list keys of all lanes begin with; scripts add lane and class.
func (k keys) lane() string { return k.base + "lane:" }

// word makes a value safe for a header line: no blanks, no control characters, not empty.
func word(s string) string {
	if s == "" {
		return "-"
	}
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return '_'
		}
		return r
	}, s)
}
