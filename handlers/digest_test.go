package handlers_test

import (
	"fmt"
	"testing"
)

// One ticket that cannot be read costs nobody their list, wherever it stands.
func TestDigestWithOneUnreadable(t *testing.T) {
	w := newWorld(t)
	for i := range 201 {
		w.must(slash(ann, fmt.Sprintf("new laptop please number %d", i)))
	}
	all, err := w.desk.Digest(t.Context(), w.now)
	if err != nil || len(all) == 0 {
		t.Fatalf("Digest = %d, %v", len(all), err)
	}
	w.shelf.broken[201] = true
	if got, err := w.desk.Digest(t.Context(), w.now); err != nil || len(got) != len(all) {
		t.Errorf("Digest = %d lists, %v; want %d", len(got), err, len(all))
	}
	w.shelf.broken[201] = false
	w.shelf.broken[5] = true
	if got, err := w.desk.Digest(t.Context(), w.now); err != nil || len(got) != len(all) {
		t.Errorf("Digest = %d lists, %v; want %d", len(got), err, len(all))
	}
}
