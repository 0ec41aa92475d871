package config

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Draft is a first configuration, to be looked through by people: what is not
// decided stands in it as a question.
type Draft struct {
	Zone, Locale string
	Departments  []DraftDepartment
	// Default is the id of a department; needed when there are several.
	Default  string
	Fallback Named
	// GuessedDefault and GuessedFallback report that nobody chose them.
	GuessedDefault, GuessedFallback bool
	// Channels and Others are listed for whoever goes on writing: the channels there
	// are, and the people in no department.
	Channels, Others []Named
}

// DraftDepartment is a department of a draft.
type DraftDepartment struct {
	ID, Name string
	Head     Named
	// Guessed reports that nobody chose the head.
	Guessed bool
	// Group is the user group whose members are the department's; without one they
	// are listed.
	Group   Named
	Members []Named
	Desks   []Named
	Work    Named
}

// Named is a Slack id with the name people read.
type Named struct{ ID, Name string }

// IDOf makes an id of any name: "IT Service" becomes "it-service"; "" if no letter
// or digit of it may stand in an id.
func IDOf(name string) string {
	id := regexp.MustCompile(`[^a-z0-9_-]+`).ReplaceAllString(strings.ToLower(name), "-")
	return strings.TrimLeft(strings.TrimRight(id, "-_"), "-_")
}

// YAML writes the draft as a configuration file with comments.
func (d Draft) YAML() []byte {
	var b bytes.Buffer
	b.WriteString("# The first configuration, made by firstask init from what is in Slack.\n" +
		"# Lines with \"DECIDE\" are questions to you. Then: firstask check this file.\n" +
		"# Every key: docs/configuration.md.\n\n")
	fmt.Fprintf(&b, "timezone: %s\nlocale: %s\npresets: [first-asked]\n\n", quoted(d.Zone), d.Locale)
	b.WriteString("# Where every ladder of silence ends: people who can decide must read it.\n")
	if d.GuessedFallback {
		b.WriteString("# DECIDE: is this the channel? Nobody chose it.\n")
	}
	fmt.Fprintf(&b, "fallback: %s\n", d.Fallback.line())
	if len(d.Departments) > 1 {
		b.WriteString("\n# Whose direct messages are, and mentions outside the desks.\n")
		if d.GuessedDefault {
			b.WriteString("# DECIDE: which department? Nobody chose; this is the first.\n")
		}
		fmt.Fprintf(&b, "default_department: %s\n", quoted(d.Default))
	}
	b.WriteString("\n# DECIDE: when do you work, and which days are off? Lists: cn-2026, cn-2027, us-2026, us-2027, or a file of yours.\n" +
		"calendars:\n  office:\n    hours: {mon-fri: [\"09:00-12:00\", \"13:30-18:00\"]}\n    # holidays: [cn-2026, cn-2027]\n\ndepartments:\n")
	for _, dep := range d.Departments {
		dep.write(&b)
	}
	comment(&b, "Channels that the bot can see:", d.Channels)
	comment(&b, "People in no department:", d.Others)
	return b.Bytes()
}

func (d DraftDepartment) write(b *bytes.Buffer) {
	fmt.Fprintf(b, "  - id: %s\n", quoted(d.ID))
	if d.Name != "" {
		fmt.Fprintf(b, "    name: %s\n", quoted(d.Name))
	}
	if d.Guessed {
		b.WriteString("    # DECIDE: who heads it? Nobody chose; this is the first of its people.\n")
	}
	fmt.Fprintf(b, "    head: %s\n    # deputy: U… # who stands in while the head is away\n    # parent: the id of the department above, whose head is asked next\n", d.Head.line())
	d.people(b)
	if len(d.Desks) == 0 {
		b.WriteString("    # DECIDE: in which channels may people ask it?\n    # channels: [{id: C…, intake: every-message}]\n")
	} else {
		b.WriteString("    channels: # intake: every-message makes each post there a request\n")
	}
	for _, c := range d.Desks {
		fmt.Fprintf(b, "      - {id: %s} # %s\n", c.ID, plainName(c.Name))
	}
	if d.Work.ID != "" {
		fmt.Fprintf(b, "    work_channel: %s\n", d.Work.line())
	} else {
		b.WriteString("    # work_channel: C… # where its working cards are; without one, in direct messages\n")
	}
	b.WriteString("    # DECIDE: who is on duty (duty: a roster), or who answers for what (posts:)? Without either, the head.\n")
}

func (d DraftDepartment) people(b *bytes.Buffer) {
	b.WriteString("    members:\n")
	if d.Group.ID != "" {
		fmt.Fprintf(b, "      - %s\n", d.Group.line())
		names := make([]string, 0, len(d.Members))
		for _, m := range d.Members {
			names = append(names, plainName(m.Name))
		}
		for chunk := range slices.Chunk(names, 8) {
			fmt.Fprintf(b, "        # %s\n", strings.Join(chunk, ", "))
		}
		return
	}
	for _, m := range d.Members {
		fmt.Fprintf(b, "      - %s\n", m.line())
	}
}

// line is the id with the name behind it.
func (n Named) line() string { return n.ID + " # " + plainName(n.Name) }

func comment(b *bytes.Buffer, title string, all []Named) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "\n# %s\n", title)
	for _, n := range all {
		fmt.Fprintf(b, "#   %s\n", n.line())
	}
}

// plainName is a name in one line that ends no comment.
func plainName(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == ' ' }), " ")
}

// quoted is a text as YAML reads it, whatever is in it.
func quoted(s string) string { return strconv.Quote(plainName(s)) }
