package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

// plain is what encoding/json writes: the bytes of every document stored so far.
func plain(tb testing.TB, v any) []byte {
	tb.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		tb.Fatal(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// fill sets every field of a value to something of its own, so that a field
// that is added later is tried too.
func fill(v reflect.Value, next *int) {
	*next++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 3, 10, 2, *next%60, 0, 1000*(*next), time.UTC)))
		return
	}
	switch v.Kind() { //nolint:exhaustive // all else are whole numbers
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(field, next)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), next)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), next)
		fill(v.Index(1), next)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 3 {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(key, next)
			fill(value, next)
			v.SetMapIndex(key, value)
		}
	case reflect.String:
		v.SetString("<@U0" + strconv.Itoa(*next) + "> 发票 & \u2028\"\t\x00")
	case reflect.Bool:
		v.SetBool(true)
	default:
		v.SetInt(int64(*next))
	}
}

// same is how many bytes two documents share before they differ.
func same(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// TestDocument: what the store writes is byte for byte what encoding/json
// writes, and each reads what the other wrote.
func TestDocument(t *testing.T) {
	t.Parallel()
	number := 0
	full := func(v any) any {
		fill(reflect.ValueOf(v).Elem(), &number)
		return v
	}
	for name, v := range map[string]any{
		"full ticket": full(&ticket.Ticket{}), "full event": full(&ticket.Event{}), "full notice": full(&notice.Notice{}),
		"full dead letter": full(&store.DeadLetter{}),
		"empty ticket":     &ticket.Ticket{}, "empty event": &ticket.Event{}, "empty notice": &notice.Notice{},
		"empty, not nil": &ticket.Ticket{
			Chain: []ticket.Hold{}, Clocks: []ticket.Clock{}, Runs: map[string]int{}, Handoff: &ticket.Handoff{},
		},
		"a time elsewhere": &ticket.Ticket{CreatedAt: time.Date(2026, 3, 10, 10, 0, 0, 0, time.FixedZone("", 8*3600))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := store.Encode(v)
			if want := plain(t, v); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("Encode: %v; what differs begins with\n%.200s\nwant\n%.200s", err, got[same(got, want):], want[same(got, want):])
			}
			ours, theirs := reflect.New(reflect.TypeOf(v).Elem()).Interface(), reflect.New(reflect.TypeOf(v).Elem()).Interface()
			if err := errors.Join(store.Decode(got, ours), json.Unmarshal(got, theirs)); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(ours, theirs) {
				t.Errorf("Decode differs from encoding/json (-want +got):\n%s", cmp.Diff(theirs, ours))
			}
			if _, mixed := v.(*store.DeadLetter); store.Known(got, reflect.New(reflect.TypeOf(v).Elem()).Interface()) == mixed {
				t.Error("left to encoding/json, or the other way round")
			}
			if again := plain(t, ours); !bytes.Equal(again, got) {
				t.Errorf("read and written again:\n%s\nwant\n%s", again, got)
			}
		})
	}
}

// TestDocumentText: no text is refused, not even broken UTF-8, and none comes
// back other than encoding/json would bring it back.
func TestDocumentText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		raw, err := store.Encode(&ticket.Ticket{Text: text, Told: map[string]time.Time{text: {}}})
		var ours, theirs ticket.Ticket
		if err := errors.Join(err, store.Decode(raw, &ours), json.Unmarshal(raw, &theirs)); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(ours, theirs) {
			t.Fatalf("read %+v, want %+v", ours, theirs)
		}
	})
}

// TestDocumentDamaged: whatever happens to a document, it is read as
// encoding/json reads it, or refused with it.
func TestDocumentDamaged(t *testing.T) {
	t.Parallel()
	var whole ticket.Ticket
	number := 0
	fill(reflect.ValueOf(&whole).Elem(), &number)
	raw := plain(t, &whole)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(raw)-1).Draw(t, "at")
		gone := rapid.IntRange(0, min(8, len(raw)-at)).Draw(t, "gone")
		instead := rapid.SliceOfN(rapid.SampledFrom([]byte("0123456789-+.eTZ:,{}[]\"\\ntrulfasx \x80\x01")), 0, 3).Draw(t, "instead")
		damaged := slices.Concat(raw[:at], instead, raw[at+gone:])
		var ours, theirs ticket.Ticket
		mine, err := store.Decode(damaged, &ours), json.Unmarshal(damaged, &theirs)
		if (mine == nil) != (err == nil) {
			t.Fatalf("Decode = %v, encoding/json says %v of %s", mine, err, damaged)
		}
		if err == nil && !reflect.DeepEqual(ours, theirs) {
			t.Fatalf("read otherwise: %s", cmp.Diff(theirs, ours))
		}
	})
}

// TestOldDocument: a ticket of an earlier version, and one of a later version
// with fields nobody here knows.
func TestOldDocument(t *testing.T) {
	t.Parallel()
	const line = "000000000003 1 abc 1-0,2-0\n"
	at := time.Date(2026, 3, 10, 2, 0, 0, 5e8, time.UTC)
	for name, document := range map[string]string{
		"from before": `{"format":1,"number":7,"policy":"p","state":"CAPTURED","created_at":"2026-03-10T02:00:00.5Z",` +
			`"post":{},"text":"a\u003cb","captured_by":"U1","asker":{"kind":"member"},"natural":{"user":"U1","rule":"FA-08","from":"0001-01-01T00:00:00Z"},` +
			`"chain":null,"public":{},"result":{},"end":{},"said":1,"seq":2}`,
		"from later": `{"number":7,"later":{"of":[1,{"x":null}]},"created_at":"2026-03-10T10:00:00.5+08:00","text":"a<b","clocks":null,"natural":{"new":1},"seq":2}`,
		"by hand":    " {\n\t\"Number\": 7, \"created_at\": \"2026-03-10T02:00:00.5Z\", \"text\": \"no\", \"text\": \"a<b\", \"seq\": 2 } ",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := store.DecodeTicket(line + document)
			if err != nil || got.Rev != 3 || got.LastHash != "abc" || !cmp.Equal(got.Events, []string{"1-0", "2-0"}) {
				t.Fatalf("DecodeTicket = %+v, %v", got, err)
			}
			if tk := got.Ticket; tk.Number != 7 || tk.Text != "a<b" || tk.Seq != 2 || !tk.CreatedAt.Equal(at) {
				t.Errorf("the ticket is %+v", tk)
			}
		})
	}
}

func TestUnreadableDocument(t *testing.T) {
	t.Parallel()
	const good = "000000000003 1 - \n"
	for name, raw := range map[string]string{
		"nothing": "", "no line": `{"number":7}`, "another line": "000000000003 2 - \n{}", "no document": good,
		"no revision": "x 1 - \n{}", "cut off": good + `{"number":7`, "two": good + `{"number":7}{"number":8}`,
		"a word for a number": good + `{"number":"seven"}`, "no time": good + `{"created_at":"yesterday"}`,
		"a zero before a number": good + `{"format":01}`, "a bare control character": good + "{\"format\":1,\"number\":7,\"policy\":\"\x01\"}",
		"too big a number": good + `{"number":99999999999999999999}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := store.DecodeTicket(raw); !errors.Is(err, store.ErrFormat) || got.Rev != 0 {
				t.Errorf("DecodeTicket = %+v, %v; want ErrFormat", got, err)
			}
		})
	}
}
