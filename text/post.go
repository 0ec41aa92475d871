package text

import (
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
)

// posts lists who answers for what, each with what a head said of it, and a
// button for whoever may change it.
func (p *pen) posts(a Answer) []Part {
	if len(a.Posts) == 0 {
		return paras(p.say("answer.posts_none", nil))
	}
	parts := []Part{para(p.enc.Bold(p.say("answer.posts", nil)))}
	for _, row := range a.Posts[:min(len(a.Posts), mostRows)] {
		parts = append(parts, para(p.postRow(row)))
		if said := p.postEdits(row); said != "" {
			parts = append(parts, small(said))
		}
		if row.May {
			parts = append(parts, p.postButton("post_change", "change", row.Department, row.Post.ID))
		}
	}
	if more := len(a.Posts) - mostRows; more > 0 {
		parts = append(parts, small(p.tally("answer.posts_more", more)))
	}
	return parts
}

func (p *pen) postRow(row PostRow) string {
	d := data{
		"post": p.words(row.Post.ID, mostLabel), "dept": p.department(row.Department),
		"who": p.postPeople(slices.DeleteFunc([]string{row.Post.Holder}, func(u string) bool { return u == "" })), "backup": p.postPeople(row.Post.Backups), "topics": p.postTopics(row.Post),
	}
	return p.say("answer.post_row", d)
}

// postPeople are who holds a post, or stands in; "" for nobody.
func (p *pen) postPeople(users []string) string {
	names := make([]string, len(users))
	for i, u := range users {
		names[i] = p.enc.Name(u)
	}
	return p.listed(names)
}

func (p *pen) postTopics(post policy.Post) string {
	return p.words(strings.Join(post.Topics, p.say("list.sep", nil)), gistText*3)
}

// postEdits says what of a post a head said, and what the configuration says.
func (p *pen) postEdits(row PostRow) string {
	lines := make([]string, 0, len(row.Edits))
	for _, e := range row.Edits {
		file := make([]string, 0, len(e.File))
		for _, f := range e.File {
			if e.Person {
				file = append(file, p.enc.Name(f))
			} else {
				file = append(file, p.words(f, mostLabel))
			}
		}
		d := data{"part": p.say("post."+e.Part, nil), "by": p.name(e.By), "at": p.full(e.At), "file": strings.Join(file, p.say("list.sep", nil))}
		lines = append(lines, p.say("answer.post_said", d))
	}
	return p.lines(lines...)
}

func (p *pen) postButton(label, do, department, post string) Part {
	return row(Button{Label: p.say("button."+label, nil), Verb: "post", Detail: do + "/" + department + "/" + post, Value: post})
}

func (p *pen) postChanged() []Part {
	return paras(p.say("post_changed."+p.params["as"].Raw(), p.postValues("by", "post", "topics")))
}

// postDiffers asks a head; a channel is only told.
func (p *pen) postDiffers() []Part {
	d := p.postValues("post", "by", "ours", "file")
	d["part"], d["at"] = p.say("post."+p.params["part"].Raw(), nil), p.full(p.instant("at"))
	if p.to.User == "" {
		return paras(p.say("post_differs.channel", d))
	}
	department, post := p.params["department"].Raw(), p.params["post"].Raw()
	keep := p.postButton("post_keep", "keep", department, post)
	keep.Buttons = append(keep.Buttons, p.postButton("post_file", "file", department, post).Buttons...)
	return append(paras(p.say("post_differs.text", d)), keep)
}

func (p *pen) postValues(names ...string) data {
	d := p.values(names...)
	d["department"] = p.department(p.params["department"].Raw())
	return d
}

func (p *pen) postSaid(key string) func(Answer) []Part {
	return func(Answer) []Part { return paras(p.say("answer."+key, p.postValues("post"))) }
}

// formPost asks who holds a post, who stands in, and what it answers for.
func (p *pen) formPost() []Field {
	return []Field{
		p.field(Person, "post", FieldTo, false), p.field(People, "post", FieldColleague, true), p.field(Lines, "post", FieldTopic, false),
	}
}
