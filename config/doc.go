// Package config turns what an organisation wrote, a YAML file and environment
// variables, into checked values of policy and calendar. It is the only room
// that decodes YAML. Every mistake is reported, not only the first one, with
// its place and what would be right.
//
// A key of the file is known by the function that reads it; docs/
// firstask.schema.json and docs/configuration.md describe the same keys, and
// tests hold the three together.
package config
