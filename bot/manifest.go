package bot

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"text/template"
)

//go:embed manifest.json.tmpl
var manifestTemplate string

// ManifestOptions say how Slack reaches firstask: over Socket Mode, or by HTTPS
// at URL.
type ManifestOptions struct {
	Socket bool
	// URL is the public root, such as https://desk.example.com.
	URL string
	// Minimal leaves out all that reads posts in channels.
	Minimal bool
}

var errManifestWay = errors.New("choose Socket Mode or the URL of this server, one of the two")

// Manifest is the app manifest to paste into Slack when the app is created.
func Manifest(o ManifestOptions) ([]byte, error) {
	root, err := manifestRoot(o)
	if err != nil {
		return nil, fmt.Errorf("bot: manifest: %w", err)
	}
	t, err := template.New("manifest").Funcs(template.FuncMap{"json": toJSON}).Parse(manifestTemplate)
	if err != nil {
		return nil, fmt.Errorf("bot: manifest: %w", err)
	}
	var out bytes.Buffer
	err = t.Execute(&out, map[string]any{
		"Socket": o.Socket, "Root": root, "Scopes": Scopes(o.Minimal), "Optional": optionalScopes(), "Events": botEvents(o.Minimal),
	})
	if err != nil {
		return nil, fmt.Errorf("bot: manifest: %w", err)
	}
	return out.Bytes(), nil
}

// manifestRoot checks the URL that Slack will call.
func manifestRoot(o ManifestOptions) (string, error) {
	if o.Socket == (o.URL != "") {
		return "", errManifestWay
	}
	if o.Socket {
		return "", nil
	}
	u, err := url.Parse(o.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%q is not an https address", o.URL)
	}
	return strings.TrimSuffix(u.String(), "/"), nil
}

func toJSON(v any) (string, error) {
	raw, err := json.MarshalIndent(v, "      ", "  ")
	return string(raw), err
}
