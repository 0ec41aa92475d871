package app

import (
	_ "embed"
	"slices"

	"github.com/firstask/firstask/sandbox"
)

// spruceConfig is the demo company's configuration, Spruce Office.
//
//go:embed demo.yaml
var spruceConfig []byte

// spruceStart is when the demo day begins: a Tuesday at ten, whatever the real time.
const spruceStart = "2026-03-03T10:00:00+08:00"

// Furnish puts Spruce Office's people and channels into a workspace. Staff are
// in every channel that is theirs, the customer only in the help channel.
func Furnish(s *sandbox.Slack) {
	staff := []sandbox.User{
		{ID: "U0CHEN", Name: "chen", RealName: "Chen Mo"},
		{ID: "U0LIWEN", Name: "li", RealName: "Li Wen"},
		{ID: "U0ZHOU", Name: "zhou", RealName: "Zhou Hang"},
		{ID: "U0ZHAO", Name: "zhao", RealName: "Zhao Min"},
		{ID: "U0SUN", Name: "sun", RealName: "Sun Yan"},
		{ID: "U0BEN", Name: "ben", RealName: "Ben Carter"},
		{ID: "U0HE", Name: "he", RealName: "He Jing"},
	}
	ids := make([]string, 0, len(staff))
	for _, u := range staff {
		u.TZ, u.Email = "Asia/Shanghai", u.Name+"@spruce.example"
		ids = append(ids, s.AddUser(u).ID)
	}
	s.AddUser(sandbox.User{ID: "U0TANG", Name: "tang", RealName: "Tang Ning", TZ: "Asia/Shanghai", Restricted: true})
	help := append([]string{"U0TANG"}, ids...)
	s.AddChannel(sandbox.Channel{ID: "C0HELP", Name: "help", Members: help})
	s.AddChannel(sandbox.Channel{ID: "C0DESK", Name: "support-desk", Members: []string{"U0CHEN", "U0ZHAO", "U0HE"}})
	s.AddChannel(sandbox.Channel{ID: "C0TEAM", Name: "team", Members: ids})
	s.AddChannel(sandbox.Channel{ID: "C0ADMIN", Name: "admin", Members: []string{"U0ZHAO", "U0ZHOU", "U0SUN", "U0HE"}})
	s.Install(sandbox.App{OpenChannels: []string{"C0HELP", "C0DESK", "C0ADMIN"}})
}

// SpruceConfig is the demo company's configuration as a file would hold it.
func SpruceConfig() []byte { return slices.Clone(spruceConfig) }
