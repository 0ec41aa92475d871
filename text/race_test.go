//go:build race

package text_test

// racing: the race detector watches, at several times the price.
const racing = true
