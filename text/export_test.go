package text

import "maps"

// LoadWatched is Load, calling seen with every key that is ever used.
func LoadWatched(seen func(key string)) (*Catalog, error) { return load(seen) }

// Keys are all keys of the catalog.
func (c *Catalog) Keys() []string {
	var keys []string
	for k := range maps.Keys(c.keys) {
		keys = append(keys, k)
	}
	return keys
}

// Cut and Clean are exported for tests.
var (
	Cut   = cut
	Clean = clean
)
