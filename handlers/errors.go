package handlers

import (
	"errors"
	"strconv"
)

// Errors of this room. ErrUnsaved is law 1: whoever sees it is told that
// nothing was saved.
var (
	ErrUnsaved  = errors.New("not saved")
	ErrConflict = errors.New("changed meanwhile")
	ErrNotFound = errors.New("no such ticket")
)

// Repeated is returned by a store that has seen the key of a change before.
//
//nolint:errname // it is an outcome with a value, and is named as one
type Repeated struct{ Reply []byte }

// Error implements error.
func (*Repeated) Error() string { return "repeated request" }

// PostTaken is returned by a store when a post has a ticket already.
//
//nolint:errname // it is an outcome with a value, and is named as one
type PostTaken struct{ Number int64 }

// Error implements error.
func (p *PostTaken) Error() string { return "post is ticket " + strconv.FormatInt(p.Number, 10) }
