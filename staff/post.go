package staff

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Part is what of a post a head may give from Slack.
type Part string

// The parts of a post.
const (
	Holder Part = "holder"
	Backup Part = "backup"
	Topics Part = "topics"
)

// Parts are all parts of a post, in the order they are shown.
func Parts() []Part { return []Part{Holder, Backup, Topics} }

// Of is what an organisation says of this part of a post: people by id, or topics.
func (p Part) Of(post policy.Post) []string {
	switch p {
	case Holder:
		return present(post.Holder)
	case Backup:
		return post.Backups
	case Topics:
		return post.Topics
	default:
		return nil
	}
}

func present(user string) []string {
	if user == "" {
		return nil
	}
	return []string{user}
}

func (p Part) put(post *policy.Post, value []string) {
	switch p {
	case Holder:
		post.Holder = strings.Join(value, "")
	case Backup:
		post.Backups = value
	case Topics:
		post.Topics = value
	}
}

// Edit is what a head said of a post. It holds in the place of what the
// configuration says until one of them is given up.
type Edit struct {
	Department string   `json:"department"`
	Post       string   `json:"post"`
	Part       Part     `json:"part"`
	Value      []string `json:"value"`
	// File is what the configuration said when the edit was made, or kept.
	File []string  `json:"file"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	// Asked is what the configuration said when it was asked whether the edit
	// or the configuration is to hold; Open while nobody has answered.
	Asked []string `json:"asked,omitempty"`
	Open  bool     `json:"open,omitempty"`
}

func (e *Edit) same(o Edit) bool {
	return e.Department == o.Department && e.Post == o.Post && e.Part == o.Part
}

// The events of posts.
const (
	EventPost     = "post"          // a head changed a part
	EventFile     = "post_file"     // the configuration's word holds again
	EventKept     = "post_kept"     // asked, a head kept theirs
	EventDiffers  = "post_differs"  // the configuration now says something else
	EventOutdated = "post_outdated" // there is no such post any more, or both say the same
)

// EditPost gives parts of a post a value of their own; a value that is the
// configuration's ends the edit, and one that is the present one changes
// nothing. rules are without the book. Only a head of the department, or one
// above, may: the error is a *ticket.Refusal.
func EditPost(b *Book, department, post string, values map[Part][]string, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	file, ok := rules.Org.PostOf(department, post)
	if !ok {
		return Decision{}, refuse(ticket.NoPost, notice.Params{"what": notice.Text(post)})
	}
	if err := x.mayEdit(department, post, values); err != nil {
		return Decision{}, err
	}
	for _, part := range Parts() {
		e := Edit{Department: department, Post: post, Part: part, Value: values[part], File: part.Of(file)}
		if said(values, part) && !slices.Equal(part.Of(x.post(e)), e.Value) {
			x.edit(e)
		}
	}
	return x.decision(), nil
}

// post is a post as it is with the edits so far.
func (x *turn) post(e Edit) policy.Post {
	post, _ := overPosts(x.Posts, x.file.Org).PostOf(e.Department, e.Post)
	return post
}

// mayEdit looks at the post as it is going to be.
func (x *turn) mayEdit(department, id string, values map[Part][]string) error {
	post := x.post(Edit{Department: department, Post: id})
	for part, value := range values {
		part.put(&post, value)
	}
	switch {
	case !x.permits(SayPost, About{Department: department}):
		return refuse(ticket.NotPostHead, notice.Params{"department": notice.Text(department)})
	case post.Holder == "" && said(values, Holder): // a post that has nobody yet may have its topics changed
		return refuse(ticket.NeedHolder, nil)
	case post.Holder != "" && slices.Contains(post.Backups, post.Holder):
		return refuse(ticket.SameBackup, notice.Params{"who": notice.User(post.Holder)})
	case len(post.Topics) == 0 && said(values, Topics):
		return refuse(ticket.NeedTopics, nil)
	}
	return x.taken(department, id, values[Topics])
}

func said(values map[Part][]string, p Part) bool { _, ok := values[p]; return ok }

// taken refuses a topic that another post answers for.
func (x *turn) taken(department, post string, topics []string) error {
	org := overPosts(x.Posts, x.file.Org)
	for _, topic := range topics {
		for _, d := range org.Departments {
			for _, p := range d.Posts {
				if (d.ID != department || p.ID != post) && hasFold(p.Topics, topic) {
					return refuse(ticket.TopicTaken, notice.Params{"topic": notice.Text(topic), "what": notice.Text(p.ID), "who": notice.User(p.Holder)})
				}
			}
		}
	}
	return nil
}

func hasFold(all []string, s string) bool {
	return slices.ContainsFunc(all, func(o string) bool { return strings.EqualFold(o, s) })
}

// edit notes one edit and tells those whom it is about.
func (x *turn) edit(e Edit) {
	was := x.post(e)
	x.Posts = drop(x.Posts, e.same)
	kind := EventFile
	if !slices.Equal(e.Value, e.File) {
		e.By, e.At = x.by, x.now
		x.Posts = append(x.Posts, e)
		kind = EventPost
	}
	x.note(kind, e, e.Part.Of(was))
	p := notice.Params{
		"by": notice.User(x.by), "post": notice.Text(e.Post), "department": notice.Text(e.Department),
		"topics": notice.Text(strings.Join(x.post(e).Topics, ", ")),
	}
	tell := func(user, as string) {
		if user != x.by {
			q := maps.Clone(p)
			q["as"] = notice.Word(as)
			x.tell(user, notice.PostChanged, q)
		}
	}
	is := x.post(e)
	if e.Part == Topics {
		for _, user := range Holder.Of(is) {
			tell(user, "topics")
		}
		return
	}
	before, after := e.Part.Of(was), e.Part.Of(is)
	for _, user := range after {
		if !slices.Contains(before, user) {
			tell(user, string(e.Part))
		}
	}
	for _, user := range before {
		if !slices.Contains(after, user) {
			tell(user, "former")
		}
	}
}

func (x *turn) note(kind string, e Edit, was []string) {
	x.event(ticket.Event{Kind: kind, Facts: map[string]string{
		"department": e.Department, "post": e.Post, "part": string(e.Part),
		"was": strings.Join(was, ", "), "is": strings.Join(e.Value, ", "), "file": strings.Join(e.File, ", "),
	}})
}

// Settle says whether what heads said of a post, or the configuration, is to
// hold, in what was asked; without a question the configuration can be taken back
// in all of the post. Refused if there is nothing to settle, and from whoever is
// no head of the department.
func Settle(b *Book, department, post string, keep bool, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	file, _ := rules.Org.PostOf(department, post)
	if !x.permits(SayPost, About{Department: department}) {
		return Decision{}, refuse(ticket.NotPostHead, notice.Params{"department": notice.Text(department)})
	}
	edits := b.EditsOf(department, post)
	asked := slices.ContainsFunc(edits, func(e Edit) bool { return e.Open })
	for _, e := range edits {
		switch {
		case !keep && (e.Open || !asked):
			e.File = e.Part.Of(file)
			e.Value = e.File
			x.edit(e)
		case e.Open:
			x.keep(e)
		}
	}
	if len(x.events) == 0 {
		return Decision{}, refuse(ticket.NothingAsked, notice.Params{"what": notice.Text(post)})
	}
	return x.decision(), nil
}

// keep lets an edit hold against what the configuration says now.
func (x *turn) keep(e Edit) {
	kept := &x.Posts[slices.IndexFunc(x.Posts, e.same)]
	kept.File, kept.Asked, kept.Open = e.Asked, nil, false
	x.note(EventKept, *kept, e.Value)
}

// Compare looks at the configuration after it was read anew; rules are without
// the book. Where it says the same as an edit, or has no such post any more, the
// edit ends. Where it has come to say something else, the edit holds on and who
// made it is asked, once for each thing the configuration came to say: if they
// cannot be asked, the acting head of the department.
func Compare(b *Book, rules policy.Rules, now time.Time) Decision {
	x := begin(b, rules, now, "")
	for _, e := range b.Posts {
		post, exists := rules.Org.PostOf(e.Department, e.Post)
		file := e.Part.Of(post)
		switch {
		case !exists, slices.Equal(file, e.Value):
			x.Posts = drop(x.Posts, e.same)
			x.note(EventOutdated, e, e.Value)
		case slices.Equal(file, e.File) && e.Open: // taken back before anybody answered
			e.Asked = file
			x.keep(e)
		case !slices.Equal(file, e.File) && (!e.Open || !slices.Equal(file, e.Asked)):
			x.differs(e, file)
		}
	}
	return x.decision()
}

// differs notes what the configuration has come to say, and asks.
func (x *turn) differs(e Edit, file []string) {
	open := &x.Posts[slices.IndexFunc(x.Posts, e.same)]
	open.Asked, open.Open = file, true
	x.note(EventDiffers, e, file)
	x.askHead(e, file)
}

func (x *turn) askHead(e Edit, file []string) {
	p := notice.Params{
		"post": notice.Text(e.Post), "department": notice.Text(e.Department), "part": notice.Word(string(e.Part)),
		"at": notice.Time(e.At), "by": notice.User(e.By),
		"ours": e.Part.shown(e.Value), "file": e.Part.shown(file),
	}
	x.tell(x.asked(e), notice.PostDiffers, p)
	x.say(notice.Notice{Kind: notice.PostDiffers, To: notice.Recipient{Channel: x.rules.Org.Fallback}, Params: p, Class: notice.Alert})
}

// asked is who answers for an edit.
func (x *turn) asked(e Edit) string {
	if x.rules.Org.IsHead(e.By, e.Department) && !x.rules.Gone[e.By] {
		return e.By
	}
	heads := x.rules.Org.Superiors(e.Department, x.rules.Gone)
	if len(heads) == 0 {
		return ""
	}
	return heads[0]
}

func (p Part) shown(value []string) notice.Value {
	if p != Topics && len(value) > 0 {
		return notice.People(value...)
	}
	return notice.Text(strings.Join(value, ", "))
}

// EditsOf are what heads said of a post.
func (b *Book) EditsOf(department, post string) []Edit {
	return drop(b.Posts, func(e Edit) bool { return e.Department != department || e.Post != post })
}

// overPosts is an organisation with edits over it.
func overPosts(edits []Edit, org *policy.Org) *policy.Org {
	for _, e := range edits {
		org = org.Edited(e.Department, e.Post, func(p *policy.Post) { e.Part.put(p, e.Value) })
	}
	return org
}
