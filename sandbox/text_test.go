package sandbox_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/sandbox"
)

// TestWhatPeopleType: Slack's clients mark up names, channels, links and special characters.
func TestWhatPeopleType(t *testing.T) {
	t.Parallel()
	rows := []struct{ typed, want string }{
		{"plain", "plain"},
		{"a < b & c > d", "a &lt; b &amp; c &gt; d"},
		{"@ann hi", "<@U0ANN> hi"},
		{"@ann's and @ann, and @ann.", "<@U0ANN>'s and <@U0ANN>, and <@U0ANN>."},
		{"@annabel", "@annabel"},
		{"@nobody", "@nobody"},
		{"\u8bf7@ann\u770b", "\u8bf7<@U0ANN>\u770b"},
		{"<@U0BEN>", "<@U0BEN>"},
		{"<@U0BEN|ben>", "<@U0BEN>"},
		{"see #help", "see <#C0HELP|help>"},
		{"#42", "#42"},
		{"<#C0HELP>", "<#C0HELP|help>"},
		{"@desk and @here", "<!subteam^S0DESK|@desk> and <!here>"},
		{"<!channel>", "<!channel>"},
		{"http://example.com/a?b=1&c=2.", "<http://example.com/a?b=1&amp;c=2>."},
		{"<http://example.com|x>", "<http://example.com|x>"},
		{"mail joe@ann.example now", "mail <mailto:joe@ann.example|joe@ann.example> now"},
		{"\uff20ann \uff03\uff14\uff12", "\uff20ann \uff03\uff14\uff12"},
	}
	o := mustOffice(t, sandbox.App{})
	o.AddGroup("S0DESK", "desk", []string{"U0ANN"})
	for _, row := range rows {
		must[string](t)(o.Say("U0BEN", "C0HELP", row.typed))
		list := o.Messages("C0HELP")
		if diff := cmp.Diff(row.want, list[len(list)-1].Text); diff != "" {
			t.Errorf("%q (-want +got):\n%s", row.typed, diff)
		}
	}
}
