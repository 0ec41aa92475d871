package config_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/firstask/firstask/config"
)

// Every file in testdata/bad is refused with exactly the problems beside it.
func TestEveryMistakeIsReported(t *testing.T) {
	for _, path := range mustGlob(t, "testdata/bad/*.yaml") {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		t.Run(name, func(t *testing.T) {
			c, err := config.Load(path)
			var problems config.Problems
			if !errors.As(err, &problems) || !errors.Is(err, config.ErrInvalid) {
				t.Fatalf("got %v, %v; want problems", c, err)
			}
			golden(t, strings.TrimSuffix(path, ".yaml")+".golden", lines(problems))
		})
	}
}
