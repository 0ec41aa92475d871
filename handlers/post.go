package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// What post does besides the parts of a post.
const (
	postChange = "change" // the form
	postFile   = "file"   // the configuration's word holds again
	postKeep   = "keep"   // asked, what the head said holds on
)

// holding shows who answers for what, and lets a head change the posts of their
// department: "post", "post invoices", "post @li", "post invoices holder @li".
func (d *Desk) holding(ctx context.Context, r Request, w words) (Reply, error) {
	switch r.Source {
	case Form:
		return d.postForm(ctx, r)
	case Click:
		what, name, _ := strings.Cut(r.Detail, "/")
		if what == postChange {
			return Reply{Form: "post:" + name}, nil
		}
		return d.postTyped(ctx, r, text.Posting{Post: name, Part: what})
	case Slash, Shortcut, Message, Mention, Direct, Reaction:
	}
	return d.postTyped(ctx, r, d.Words.Posting(w.Rest))
}

func (d *Desk) postTyped(ctx context.Context, r Request, typed text.Posting) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	if posts := d.postsOf(typed, r.Actor, rules.Org); posts != nil {
		return d.postList(ctx, r, rules, posts)
	}
	at, ok := findPost(rules.Org, typed.Post, r.Actor)
	switch {
	case !ok:
		return Reply{}, refuse(ticket.NoPost, notice.Params{"what": notice.Text(typed.Post)})
	case typed.Part == "":
		return d.postList(ctx, r, rules, []postAt{at})
	case typed.Part == postFile || typed.Part == postKeep:
		return d.settlePost(ctx, r, at, typed)
	}
	value, err := d.postValue(ctx, typed, rules)
	if err != nil {
		return Reply{}, err
	}
	return d.editPost(ctx, r, at, map[staff.Part][]string{staff.Part(typed.Part): value})
}

// postsOf are the posts of a person who is mentioned, of a department that is
// named, and without either those of one's own; nil where a post is named.
func (d *Desk) postsOf(typed text.Posting, actor string, org *policy.Org) []postAt {
	id, _ := d.Words.Given(typed.Post)
	dept := org.Named(typed.Post)
	if _, isPost := findPost(org, typed.Post, actor); typed.Part != "" || isPost {
		return nil
	}
	switch {
	case typed.Post == "":
		return ownPosts(org, actor)
	case id != "":
		return slices.DeleteFunc(allPosts(org), func(p postAt) bool { return !slices.Contains(p.post.People(), id) })
	case dept != nil:
		return slices.DeleteFunc(allPosts(org), func(p postAt) bool { return p.dept.ID != dept.ID })
	default:
		return nil
	}
}

// postAt is a post with its department.
type postAt struct {
	dept *policy.Department
	post policy.Post
}

func (p postAt) name() string { return p.dept.ID + "/" + p.post.ID }

// allPosts are all posts there are.
func allPosts(org *policy.Org) []postAt {
	var all []postAt
	for _, d := range org.Departments {
		for _, p := range d.Posts {
			all = append(all, postAt{d, p})
		}
	}
	return all
}

// ownPosts are those of the departments that somebody heads or is in; all where
// these have none.
func ownPosts(org *policy.Org, user string) []postAt {
	all := allPosts(org)
	own := slices.DeleteFunc(slices.Clone(all), func(p postAt) bool { return !p.dept.Serves(user) && !org.IsHead(user, p.dept.ID) })
	if len(own) == 0 {
		return all
	}
	return own
}

// findPost finds a post by its department and id as a button says them, else by
// its id or a topic; of several in the actor's own departments first.
func findPost(org *policy.Org, name, actor string) (postAt, bool) {
	fits := func(p postAt) bool {
		same := func(s string) bool { return strings.EqualFold(s, name) }
		return same(p.name()) || same(p.post.ID) || slices.ContainsFunc(p.post.Topics, same)
	}
	for _, among := range [][]postAt{ownPosts(org, actor), allPosts(org)} {
		if i := slices.IndexFunc(among, fits); i >= 0 {
			return among[i], true
		}
	}
	return postAt{}, false
}

// postValue reads what a part of a post is to be: a person, or topics.
func (d *Desk) postValue(ctx context.Context, typed text.Posting, rules policy.Rules) ([]string, error) {
	if staff.Part(typed.Part) == staff.Topics {
		return d.Words.Topics(typed.Value), nil
	}
	if typed.Value == "" || typed.Value == "-" {
		return nil, nil
	}
	var people []string
	for said := typed.Value; said != ""; {
		to, rest, err := d.postPerson(ctx, said, rules)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(people, to) {
			people = append(people, to)
		}
		if said = rest; staff.Part(typed.Part) == staff.Holder {
			break
		}
	}
	return people, nil
}

// postPerson finds the person that a text begins with, mentioned or by a name
// that is only theirs, and what follows.
func (d *Desk) postPerson(ctx context.Context, said string, rules policy.Rules) (user, after string, err error) {
	id, rest := d.Words.Given(said)
	if id == "" {
		to, after, err := d.named(ctx, rest, rules)
		return to.User, after, oneOnly(err, rest)
	}
	to, err := d.person(ctx, id, rules)
	return to.User, rest, err
}

func (d *Desk) editPost(ctx context.Context, r Request, at postAt, values map[staff.Part][]string) (Reply, error) {
	decide := func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.EditPost(b, at.dept.ID, at.post.ID, values, r.Actor, rules, d.Now())
	}
	return d.changeStaff(ctx, r.Key, decide, func(*staff.Book) Reply { return answer("post_changed", postParams(at)) })
}

func postParams(at postAt) notice.Params {
	return notice.Params{"post": notice.Text(at.post.ID), "department": notice.Text(at.dept.ID)}
}

// settlePost answers which word is to hold; without a question, file ends what a
// head said of the whole post.
func (d *Desk) settlePost(ctx context.Context, r Request, at postAt, typed text.Posting) (Reply, error) {
	keep := typed.Part == postKeep
	decide := func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Settle(b, at.dept.ID, at.post.ID, keep, r.Actor, rules, d.Now())
	}
	key := "post_file"
	if keep {
		key = "post_kept"
	}
	return d.changeStaff(ctx, r.Key, decide, func(*staff.Book) Reply { return answer(key, postParams(at)) })
}

// postForm reads the form of a post: what it leaves as it is changes nothing.
func (d *Desk) postForm(ctx context.Context, r Request) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	_, name, _ := strings.Cut(r.Verb, ":")
	at, ok := findPost(rules.Org, name, r.Actor)
	if !ok {
		return d.inForm(r, text.FieldTopic, Reply{}, refuse(ticket.NoPost, notice.Params{"what": notice.Text(name)}))
	}
	values := map[staff.Part][]string{staff.Topics: d.Words.Topics(r.Values[text.FieldTopic])}
	for _, part := range []staff.Part{staff.Holder, staff.Backup} {
		values[part] = chosen(r.Values[postField(part)], part.Of(at.post))
		for _, user := range values[part] {
			if _, err := d.person(ctx, user, rules); err != nil {
				return d.inForm(r, postField(part), Reply{}, err)
			}
		}
	}
	reply, err := d.editPost(ctx, r, at, values)
	return d.inForm(r, text.FieldTopic, reply, err)
}

// chosen are the people of a field, in the order in which they are asked today
// where they are the same: a menu of people has an order of its own.
func chosen(value string, today []string) []string {
	people := strings.FieldsFunc(value, func(r rune) bool { return r == ',' })
	if slices.Equal(slices.Sorted(slices.Values(people)), slices.Sorted(slices.Values(today))) {
		return today
	}
	return people
}

// postField is the form field of a part of a post.
func postField(p staff.Part) string {
	switch p {
	case staff.Holder:
		return text.FieldTo
	case staff.Backup:
		return text.FieldColleague
	case staff.Topics:
	}
	return text.FieldTopic
}

// fillPost puts what a post is today into its form. Only a head may open it.
func (d *Desk) fillPost(data *text.FormData, verb, actor string, rules policy.Rules) error {
	_, name, _ := strings.Cut(verb, ":")
	at, ok := findPost(rules.Org, name, actor)
	if !ok {
		return refuse(ticket.NoPost, notice.Params{"what": notice.Text(name)})
	}
	if !rules.Org.IsHead(actor, at.dept.ID) {
		return refuse(ticket.NotPostHead, notice.Params{"department": notice.Text(at.dept.ID)})
	}
	for _, part := range staff.Parts() {
		between := "," // people
		if part == staff.Topics {
			between = ", "
		}
		data.Initial[postField(part)] = strings.Join(part.Of(at.post), between)
	}
	return nil
}

// postList shows posts, and to whoever may change one a button that does.
func (d *Desk) postList(ctx context.Context, r Request, rules policy.Rules, posts []postAt) (Reply, error) {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return Reply{}, d.unsaved("load staff", err)
	}
	reply := answer("posts", nil)
	for _, p := range posts {
		row := text.PostRow{Department: p.dept.ID, Post: p.post, May: rules.Org.IsHead(r.Actor, p.dept.ID)}
		for _, e := range saved.Book.EditsOf(p.dept.ID, p.post.ID) {
			row.Edits = append(row.Edits, text.PostEdit{Part: string(e.Part), By: e.By, At: e.At, File: e.File, Person: e.Part != staff.Topics})
		}
		reply.Posts = append(reply.Posts, row)
	}
	return reply, nil
}

// Reread asks heads whose word on a post the configuration, which was read anew,
// has come to contradict.
func (d *Desk) Reread(ctx context.Context) error {
	_, err := d.changeStaff(ctx, "", func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Compare(b, rules, d.Now()), nil
	}, nil)
	return err
}
