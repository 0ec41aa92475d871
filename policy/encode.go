package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrPolicyData means that stored bytes are not a policy version.
var ErrPolicyData = errors.New("not a stored policy")

// idLength is the number of hex digits of the content hash that name a version.
const idLength = 32

// Hash returns the name of this version: the beginning of the SHA-256 of its
// canonical JSON without the name itself, in hex. Equal rules have equal names.
func (p *Policy) Hash() (string, error) {
	bare := *p
	bare.ID = ""
	data, err := json.Marshal(bare)
	if err != nil {
		return "", fmt.Errorf("policy: hash: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])[:idLength], nil
}

// Encode returns the version as it is stored: one JSON document with its ID.
func (p *Policy) Encode() ([]byte, error) {
	data, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("policy: encode: %w", err)
	}
	return data, nil
}

// Decode reads what Encode wrote, also by a later program: fields it does not
// know are passed over, and the ID stays as stored. It wraps ErrPolicyData for
// anything without an ID or without windows.
func Decode(data []byte) (*Policy, error) {
	var p Policy
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, fmt.Errorf("policy: decode: %w: %w", ErrPolicyData, err)
	}
	if p.ID == "" || len(p.Windows) == 0 {
		return nil, fmt.Errorf("policy: decode: no id or no windows: %w", ErrPolicyData)
	}
	return &p, nil
}
