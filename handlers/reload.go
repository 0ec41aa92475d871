package handlers

import (
	"cmp"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// versionShown is how much of a version's name people read.
const versionShown = 12

// versionOf is the name of a version of the rules as people read it.
func versionOf(id string) string { return id[:min(len(id), versionShown)] }

// Reloaded says to the fallback channel what is different since the
// configuration was read anew, and which version of the rules holds for new
// requests. Content names what was read.
func Reloaded(was, is policy.Rules, content string, now time.Time) notice.Notice {
	n := told(notice.Reloaded, is.Org, content, now)
	n.Params = notice.Params{"was": notice.Text(versionOf(was.Policy.ID)), "is": notice.Text(versionOf(is.Policy.ID))}
	for _, c := range policy.Changes(was, is) {
		p := notice.Params{"what": notice.Word("change." + string(c.What))}
		put := func(name string, v notice.Value) {
			if v.Raw() != "" {
				p[name] = v
			}
		}
		put("department", notice.Text(departmentName(was, is, c.Department)))
		put("item", notice.Text(c.Item))
		put("was", changed(c, c.Was, was, is))
		put("is", changed(c, c.Is, was, is))
		n.Items = append(n.Items, notice.Item{Kind: notice.Reloaded, Params: p})
	}
	n.Items = n.Items[:min(len(n.Items), digestMost)]
	return n
}

// changed is a value of a change, as it is shown.
func changed(c policy.Change, value string, was, is policy.Rules) notice.Value {
	switch {
	case value == "":
		return ""
	case c.What.Shape() == policy.AsPerson:
		return notice.People(strings.Fields(value)...)
	case c.What.Shape() == policy.AsChannel:
		return notice.Channel(value)
	case c.What == policy.OfDepartment || c.What == policy.OfParent || c.What == policy.OfDefault:
		return notice.Text(departmentName(was, is, value))
	default:
		return notice.Text(value)
	}
}

// departmentName is what a department is called today, else what it was called.
func departmentName(was, is policy.Rules, id string) string {
	for _, org := range []*policy.Org{is.Org, was.Org} {
		if d := org.Department(id); d != nil {
			return cmp.Or(d.Name.In(is.Org.Locale), id)
		}
	}
	return id
}

// Mistake is why a changed configuration does not hold, with its place.
type Mistake struct{ Place, Text string }

// ReloadRefused says to the fallback channel that the configuration was changed
// and has mistakes, so that the old one holds on.
func ReloadRefused(org *policy.Org, mistakes []Mistake, content string, now time.Time) notice.Notice {
	n := told(notice.ReloadRefused, org, content, now)
	for _, m := range mistakes[:min(len(mistakes), digestMost)] {
		p := notice.Params{"text": notice.Text(strings.TrimSpace(m.Text))}
		if m.Place != "" {
			p["place"] = notice.Text(m.Place)
		}
		n.Items = append(n.Items, notice.Item{Kind: notice.ReloadRefused, Params: p})
	}
	return n
}

// told is a notice to the fallback channel about a configuration.
func told(kind notice.Kind, org *policy.Org, content string, now time.Time) notice.Notice {
	return notice.Notice{
		Key: string(kind) + "/" + content + "/" + now.UTC().Format(time.RFC3339), Kind: kind,
		To: notice.Recipient{Channel: org.Fallback}, Class: notice.Alert,
	}
}
