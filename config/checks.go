package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
)

// checkDepartments looks at the departments together.
func (l *loader) checkDepartments(org *policy.Org) {
	l.checkTree()
	l.checkNames()
	l.checkDesks(org)
	l.checkTopics()
	for i := range l.doc.departments {
		l.checkDepartment(&l.doc.departments[i])
	}
	for _, s := range l.doc.fillers {
		l.mustKnow(s, "a department", l.departmentIDs())
	}
	l.checkMembers()
}

func (l *loader) checkTree() {
	ids := l.departmentIDs()
	parents := map[string]str{}
	for _, d := range l.doc.departments {
		if d.parent.string != "" && l.mustKnow(d.parent, "a department", ids) {
			parents[d.id.string] = d.parent
		}
	}
	reported := map[string]bool{}
	for _, d := range l.doc.departments {
		circle := circleFrom(d.id.string, parents)
		if len(circle) == 0 || reported[d.id.string] {
			continue
		}
		for _, id := range circle {
			reported[id] = true
		}
		l.fail(d.parent.spot, "the department at the top has no parent", "parents lead in a circle: %s", strings.Join(circle, " > "))
	}
}

// circleFrom is the way from a department up to itself; nil if there is none.
func circleFrom(id string, parents map[string]str) []string {
	chain := []string{id}
	for p := parents[id].string; p != ""; p = parents[p].string {
		known := slices.Contains(chain, p)
		chain = append(chain, p)
		switch {
		case p == id:
			return chain
		case known:
			return nil // a circle above, which is reported where it begins
		}
	}
	return nil
}

// checkNames sees to it that an id or a name means one department.
func (l *loader) checkNames() {
	seen := map[string]str{}
	for _, d := range l.doc.departments {
		own := map[string]bool{}
		words := make([]str, 0, 1+len(locales()))
		words = append(words, d.id)
		for _, locale := range locales() {
			words = append(words, str{d.name[locale], d.nameAt})
		}
		for _, w := range words {
			key := strings.ToLower(w.string)
			if key == "" || own[key] {
				continue
			}
			own[key] = true
			if first, ok := seen[key]; ok {
				l.fail(w.spot, fmt.Sprintf("the first one is on line %d", first.line), "%q means two departments", w.string)
				continue
			}
			seen[key] = w
		}
	}
}

func (l *loader) checkDesks(org *policy.Org) {
	desks := map[string]str{}
	codes := l.channelCodes()
	for _, d := range l.doc.departments {
		for _, c := range d.desks {
			if first, ok := desks[c.id.string]; ok && c.id.string != "" {
				l.fail(c.id.spot, fmt.Sprintf("the first one is on line %d", first.line), "channel %s is a desk twice", c.id.string)
			}
			desks[c.id.string] = c.id
			if c.as.string != "" && len(codes) > 0 {
				l.mustCode(c.as, codes)
			}
			if c.id.string == org.Fallback && c.id.string != "" {
				l.warn(c.id.spot, "use a channel of its own", "the fallback channel is a desk: askers will read where ladders end")
			}
		}
	}
	for _, d := range l.doc.departments {
		if _, ok := desks[d.work.string]; ok && d.work.string != "" {
			l.fail(d.work.spot, "use a channel that only the department reads", "channel %s is a desk: askers would read the working cards", d.work.string)
		}
	}
}

func (l *loader) mustCode(s str, codes []string) {
	if !slices.Contains(codes, s.string) {
		l.fail(s.spot, hintOf(s.string, codes), "%q is not a service channel of the rule books", s.string)
	}
}

// claim is who answers for a topic.
type claim struct {
	str
	department, post int
}

// checkTopics sees to it that a topic, or a post's id, means one post.
func (l *loader) checkTopics() {
	claims := map[string]claim{}
	for i, d := range l.doc.departments {
		for j, p := range d.posts {
			for _, t := range slices.Concat([]str{p.id}, p.topics) {
				key := strings.ToLower(t.string)
				first, ok := claims[key]
				switch {
				case key == "" || ok && first.department == i && first.post == j:
				case ok:
					l.fail(t.spot, fmt.Sprintf("the first one is on line %d, %s", first.line, first.path), "topic %q is claimed twice", t.string)
				default:
					claims[key] = claim{t, i, j}
				}
			}
		}
	}
}

func (l *loader) checkDepartment(d *departmentDoc) {
	if d.duty.string != "" {
		l.mustKnow(d.duty, "a roster", l.rosterNames())
	}
	if d.deputy.string != "" && d.deputy.string == d.head.string {
		l.fail(d.deputy.spot, "another person, or no deputy", "the deputy is the head")
	}
	l.checkPosts(d)
	l.checkReach(d)
}

func (l *loader) checkPosts(d *departmentDoc) {
	for _, p := range d.posts {
		for _, s := range p.types {
			l.mustType(s)
		}
		for i, b := range p.backups {
			if b.string == p.holder.string {
				l.fail(b.spot, "another person, or no backup", "the backup is the holder")
			}
			l.unique(b, p.backups[:i])
		}
		if p.holder.string == "" && len(p.backups) == 0 && p.id.string != "" {
			l.warn(p.id.spot, "name a holder", "post %s has nobody: its requests go to the head %s", p.id.string, l.asks("post"))
		}
	}
}

// checkMembers warns of people whose own department is not clear.
func (l *loader) checkMembers() {
	home := map[string]str{}
	for _, d := range l.doc.departments {
		var own []str
		for _, m := range d.members {
			if !l.unique(m, own) {
				continue
			}
			own = append(own, m)
			if first, ok := home[m.string]; ok {
				l.warn(m.spot, "their own department is the first one", "%s is a member of a department above too (line %d)", m.string, first.line)
				continue
			}
			home[m.string] = m
		}
	}
}
