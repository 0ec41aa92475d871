package store_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/store/storetest"
)

// keyRow is a row of the table in keys.go.
type keyRow struct {
	name, kind, lifetime string
	matches              *regexp.Regexp
	seen                 bool
}

// TestKeysAreInTheTable uses everything and compares the keys that then exist
// with the table: each key is in it with its type and lifetime, each row exists.
func TestKeysAreInTheTable(t *testing.T) {
	t.Parallel()
	client := mustEmbedded(t)
	storetest.Fill(t, client)
	rows := mustKeyTable(t)
	for _, key := range client.Keys(t.Context(), "*").Val() {
		checkKey(t, client, key, rows)
	}
	for _, row := range rows {
		if !row.seen {
			t.Errorf("%s is in the table, but nothing writes it", row.name)
		}
	}
}

func checkKey(t *testing.T, client redis.UniversalClient, key string, rows []*keyRow) {
	t.Helper()
	for _, row := range rows {
		if !row.matches.MatchString(key) {
			continue
		}
		row.seen = true
		if kind := client.Type(t.Context(), key).Val(); kind != row.kind {
			t.Errorf("%s is a %s, the table says %s", key, kind, row.kind)
		}
		want := map[string]time.Duration{"24 h": 24 * time.Hour, "30 d": 30 * 24 * time.Hour}[row.lifetime]
		if ttl := max(0, client.TTL(t.Context(), key).Val()); ttl != want {
			t.Errorf("%s expires in %s, the table says %s", key, ttl, row.lifetime)
		}
		return
	}
	t.Errorf("%s is not in the table", key)
}

func mustKeyTable(t *testing.T) []*keyRow {
	t.Helper()
	source, err := os.ReadFile("keys.go")
	if err != nil {
		t.Fatal(err)
	}
	var rows []*keyRow
	for line := range strings.Lines(string(source)) {
		line, found := strings.CutPrefix(line, "//\t")
		columns := regexp.MustCompile(` {2,}|\t`).Split(strings.TrimSpace(line), 4)
		if !found || len(columns) < 4 || columns[0] == "Key" {
			continue
		}
		pattern := regexp.QuoteMeta(strings.Replace(columns[0], "B:", "fa:{pNN}:"+storetest.Team+":", 1))
		pattern = strings.ReplaceAll(pattern, "pNN", `p\d\d`)
		pattern = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(pattern, "[^:]+")
		rows = append(rows, &keyRow{
			name: columns[0], kind: columns[1], lifetime: columns[2],
			matches: regexp.MustCompile("^" + pattern + "$"),
		})
	}
	if len(rows) < 20 {
		t.Fatalf("only %d rows found in keys.go", len(rows))
	}
	return rows
}
