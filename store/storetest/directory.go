package storetest

import (
	"fmt"

	"github.com/firstask/firstask/store"
)

func directoryTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"policies by content hash": func(f *fixture) {
			_, err := f.s.LoadPolicy(f.Context(), "abc")
			f.is(err, store.ErrNotFound)
			f.must(f.s.SavePolicy(f.Context(), "abc", []byte("timezone: Asia/Shanghai")))
			f.must(f.s.SavePolicy(f.Context(), "def", []byte("other")))
			doc, err := f.s.LoadPolicy(f.Context(), "abc")
			f.must(err)
			f.same("policy", string(doc), "timezone: Asia/Shanghai")
		},
		"people": func(f *fixture) {
			f.must(f.s.PutPeople(f.Context(), nil))
			all := map[string][]byte{}
			for i := range 250 { // more than one page
				all[fmt.Sprintf("U%03d", i)] = fmt.Appendf(nil, `{"name":"%d"}`, i)
			}
			f.must(f.s.PutPeople(f.Context(), all))
			f.must(f.s.PutPeople(f.Context(), map[string][]byte{"U000": []byte("new")}))
			all["U000"] = []byte("new")
			people, err := f.s.People(f.Context())
			f.must(err)
			f.same("people", people, all)
		},
	}
}
