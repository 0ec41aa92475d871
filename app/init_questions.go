package app

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// questions are put to whoever sits at the terminal; without one nobody answers.
type questions struct {
	in  *bufio.Scanner
	out io.Writer
}

func newQuestions(s Streams) *questions {
	q := &questions{out: s.Out}
	if s.In != nil {
		q.in = bufio.NewScanner(s.In)
	}
	return q
}

// ask puts a question until take accepts an answer; what take does not accept it
// explains. An empty answer, or none, leaves the matter open.
func (q *questions) ask(question string, take func(answer string) error) {
	for q.in != nil {
		_, _ = fmt.Fprintf(q.out, "%s\n> ", question)
		if !q.in.Scan() {
			q.in = nil // nobody there any more
			return
		}
		answer := strings.TrimSpace(q.in.Text())
		if answer == "" {
			return
		}
		err := take(answer)
		if err == nil {
			return
		}
		_, _ = fmt.Fprintf(q.out, "%v\n", err)
	}
}
