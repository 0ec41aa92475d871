package staff_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

const (
	general, head, sun = "U0HE", "U0ZHOU", "U0SUN"
	admin              = "C0ADMIN"
)

func monday() time.Time { return time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC) }

// said is what the configuration says: Finance with one post, Delivery with another.
func said(holder string, topics ...string) policy.Rules {
	return policy.Rules{Policy: &policy.Policy{}, Org: &policy.Org{Fallback: admin, Departments: []*policy.Department{
		{ID: "company", Head: general},
		{ID: "finance", Parent: "company", Head: head, Posts: []policy.Post{{ID: "invoices", Holder: holder, Topics: topics}}},
		{ID: "delivery", Parent: "company", Head: sun, Posts: []policy.Post{{ID: "parts", Holder: ben, Topics: []string{"Screw"}}}},
	}}}
}

func edit(t *testing.T, b *staff.Book, by string, values map[staff.Part][]string, file policy.Rules) staff.Decision {
	t.Helper()
	dec, err := staff.EditPost(b, "finance", "invoices", values, by, file, monday())
	if err != nil {
		t.Fatal(err)
	}
	return dec
}

func post(b *staff.Book, file policy.Rules) policy.Post {
	p, _ := b.Over(file, monday()).Org.PostOf("finance", "invoices")
	return p
}

func kinds(dec staff.Decision) (all []string) {
	for _, e := range dec.Events {
		all = append(all, e.Kind)
	}
	return all
}

func told(dec staff.Decision) (all []string) {
	for _, n := range dec.Notices {
		all = append(all, string(n.Kind)+" "+n.To.User+n.To.Channel)
	}
	return all
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func code(err error) ticket.Code {
	if r, ok := errors.AsType[*ticket.Refusal](err); ok {
		return r.Code
	}
	return ""
}

func TestAnEditLiesOverTheConfiguration(t *testing.T) {
	file := said(li, "invoice")
	dec := edit(t, &staff.Book{}, head, map[staff.Part][]string{staff.Holder: {ben}, staff.Backup: {li}}, file)
	if p := post(&dec.Book, file); p.Holder != ben || !slices.Equal(p.Backups, []string{li}) || !slices.Equal(p.Topics, []string{"invoice"}) {
		t.Errorf("the post is %+v", p)
	}
	if p, _ := file.Org.PostOf("finance", "invoices"); p.Holder != li {
		t.Error("the configuration itself was changed")
	}
	same(t, "events", kinds(dec), staff.EventPost, staff.EventPost)
	same(t, "told", told(dec), "post_changed "+ben, "post_changed "+li, "post_changed "+li)
	again := edit(t, &dec.Book, general, map[staff.Part][]string{staff.Holder: {ben}}, file)
	same(t, "the same once more", kinds(again))
	back := edit(t, &dec.Book, general, map[staff.Part][]string{staff.Holder: {li}, staff.Backup: nil}, file)
	same(t, "back", kinds(back), staff.EventFile, staff.EventFile)
	if len(back.Book.Posts) != 0 {
		t.Errorf("still said: %+v", back.Book.Posts)
	}
}

func TestWhoMayEditAPost(t *testing.T) {
	file := said(li, "invoice")
	holder := map[staff.Part][]string{staff.Holder: {ben}}
	for name, c := range map[string]struct {
		by     string
		post   string
		values map[staff.Part][]string
		want   ticket.Code
	}{
		"its head":                    {head, "invoices", holder, ""},
		"the head above":              {general, "invoices", holder, ""},
		"whoever holds it":            {li, "invoices", holder, ticket.NotPostHead},
		"the head of another":         {sun, "invoices", holder, ticket.NotPostHead},
		"no such post":                {head, "nothing", holder, ticket.NoPost},
		"nobody":                      {head, "invoices", map[staff.Part][]string{staff.Holder: nil}, ticket.NeedHolder},
		"their own backup":            {head, "invoices", map[staff.Part][]string{staff.Backup: {li}}, ticket.SameBackup},
		"nothing to answer for":       {head, "invoices", map[staff.Part][]string{staff.Topics: nil}, ticket.NeedTopics},
		"what another one answers":    {head, "invoices", map[staff.Part][]string{staff.Topics: {"screw"}}, ticket.TopicTaken},
		"holder and backup trade":     {head, "invoices", map[staff.Part][]string{staff.Holder: {ben}, staff.Backup: {li}}, ""},
		"topics of its own, reworded": {head, "invoices", map[staff.Part][]string{staff.Topics: {"invoice", "bill"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := staff.EditPost(&staff.Book{}, "finance", c.post, c.values, c.by, file, monday())
			if code(err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// A reload that changes the same key shows what the head said, and asks once.
func TestTheConfigurationChangesToo(t *testing.T) {
	file := said(li, "invoice")
	book := edit(t, &staff.Book{}, head, map[staff.Part][]string{staff.Holder: {ben}}, file).Book
	same(t, "as it was", kinds(staff.Compare(&book, file, monday())))

	other := said(sun, "invoice")
	asked := staff.Compare(&book, other, monday())
	same(t, "events", kinds(asked), staff.EventDiffers)
	same(t, "told", told(asked), "post_differs "+head, "post_differs "+admin)
	same(t, "asked once", kinds(staff.Compare(&asked.Book, other, monday())))
	if p := post(&asked.Book, other); p.Holder != ben {
		t.Errorf("until somebody answers it is %s", p.Holder)
	}
	same(t, "changed again", kinds(staff.Compare(&asked.Book, said(general, "invoice"), monday())), staff.EventDiffers)
	same(t, "changed back", kinds(staff.Compare(&asked.Book, file, monday())), staff.EventKept)
	same(t, "came to agree", kinds(staff.Compare(&asked.Book, said(ben, "invoice"), monday())), staff.EventOutdated)
	gone := said(sun, "invoice")
	gone.Org.Departments = gone.Org.Departments[:1]
	same(t, "no such post", kinds(staff.Compare(&asked.Book, gone, monday())), staff.EventOutdated)

	for _, keep := range []bool{true, false} {
		dec, err := staff.Settle(&asked.Book, "finance", "invoices", keep, general, other, monday())
		if err != nil {
			t.Fatal(err)
		}
		want, holder := staff.EventKept, ben
		if !keep {
			want, holder = staff.EventFile, sun
		}
		same(t, "settled", kinds(dec), want)
		if p := post(&dec.Book, other); p.Holder != holder {
			t.Errorf("keep %v: it is %s", keep, p.Holder)
		}
		same(t, "no question any more", kinds(staff.Compare(&dec.Book, other, monday())))
		if _, err := staff.Settle(&dec.Book, "finance", "invoices", true, general, other, monday()); code(err) != ticket.NothingAsked {
			t.Errorf("answered twice: %v", err)
		}
	}
	if _, err := staff.Settle(&asked.Book, "finance", "invoices", true, li, other, monday()); code(err) != ticket.NotPostHead {
		t.Errorf("anybody answers: %v", err)
	}
}

// Only what was asked is settled; and whoever can't be asked is not.
func TestTheQuestionOfAPost(t *testing.T) {
	file := said(li, "invoice")
	book := edit(t, &staff.Book{}, head, map[staff.Part][]string{staff.Holder: {ben}, staff.Topics: {"bill"}}, file).Book
	other := said(sun, "invoice")
	other.Gone = map[string]bool{head: true}
	asked := staff.Compare(&book, other, monday())
	same(t, "the head cannot be reached", told(asked), "post_differs "+general, "post_differs "+admin)
	if k := asked.Notices[0].Kind; k != notice.PostDiffers {
		t.Errorf("told %s", k)
	}
	dec, err := staff.Settle(&asked.Book, "finance", "invoices", false, general, other, monday())
	if err != nil {
		t.Fatal(err)
	}
	if p := post(&dec.Book, other); p.Holder != sun || !slices.Equal(p.Topics, []string{"bill"}) {
		t.Errorf("the post is %+v", p)
	}
}
