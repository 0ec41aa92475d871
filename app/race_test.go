//go:build race

package app_test

// racing: the race detector watches, at several times the price.
const racing = true
