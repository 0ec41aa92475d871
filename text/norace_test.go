//go:build !race

package text_test

const racing = false
