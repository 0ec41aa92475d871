package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
)

const fileChannelsMost = 100

// File is a file the app has uploaded.
type File struct {
	ID, Name, Title string
	// Channel and ThreadTS say where it was shared.
	Channel, ThreadTS string
	Content           []byte
	size              int
	sent              bool
}

// Files returns the files that were shared, in order.
func (s *Slack) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]File, 0, len(s.files))
	for _, f := range s.files {
		if f.Channel != "" {
			c := *f
			c.Content = slices.Clone(f.Content)
			out = append(out, c)
		}
	}
	return out
}

func (s *Slack) fileMethods() map[string]method {
	return map[string]method{
		"files.getUploadURLExternal":   {run: s.filesGetUploadURL, scope: "files:write", perMinute: tier4},
		"files.completeUploadExternal": {run: s.filesComplete, scope: "files:write", perMinute: tier4},
	}
}

func (s *Slack) filesGetUploadURL(c *call) (answer, error) {
	if err := c.need("filename", "length"); err != nil {
		return nil, err
	}
	f := &File{ID: s.ids.next("F0"), Name: c.str("filename"), size: c.number("length", 0)}
	if f.size == 0 {
		return nil, refuse("invalid_arguments", "[ERROR] length must be more than 0")
	}
	s.files = append(s.files, f)
	return answer{"upload_url": s.opt.BaseURL + "/upload/" + f.ID, "file_id": f.ID}, nil
}

func (s *Slack) file(id string) *File {
	for _, f := range s.files {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// serveUpload takes a file's content, as the whole body or as the first part of a form.
func (s *Slack) serveUpload(w http.ResponseWriter, r *http.Request) {
	content, err := uploaded(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.file(r.PathValue("id"))
	if err != nil || f == nil || f.sent || len(content) != f.size {
		http.Error(w, "the upload does not fit its announcement", http.StatusBadRequest)
		return
	}
	f.Content, f.sent = content, true
	_, _ = io.WriteString(w, "OK - "+f.ID)
}

func uploaded(r *http.Request) ([]byte, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return io.ReadAll(io.LimitReader(r.Body, 16*bodyMost))
	}
	part, err := parts.NextPart()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(part, 16*bodyMost))
}

// filesComplete shares uploaded files in a channel the bot is in, as a message of the bot.
func (s *Slack) filesComplete(c *call) (answer, error) {
	v, err := c.value("files")
	if err != nil {
		return nil, refuse("invalid_arguments", "[ERROR] files must be a list")
	}
	var named []struct{ ID, Title string }
	if json.Unmarshal(mustJSON(v), &named) != nil || len(named) == 0 {
		return nil, refuse("invalid_arguments", "[ERROR] files must be a list")
	}
	channel := c.str("channel_id")
	if list := c.list("channels"); channel == "" && len(list) > 0 {
		if len(list) > fileChannelsMost {
			return nil, refuse("invalid_arguments", "[ERROR] too many channels")
		}
		channel = list[0]
	}
	out := make([]any, 0, len(named))
	for _, n := range named {
		f := s.file(n.ID)
		if f == nil || !f.sent {
			return nil, refuse("file_not_found")
		}
		f.Title = orElse(n.Title, f.Name)
		out = append(out, map[string]any{"id": f.ID, "title": f.Title})
	}
	if channel != "" {
		if err := s.shareFiles(c, channel, out); err != nil {
			return nil, err
		}
	}
	return answer{"files": out}, nil
}

func (s *Slack) shareFiles(c *call, channel string, files []any) error {
	r, err := s.destination(channel)
	if err != nil {
		return err
	}
	if !r.has(s.app.BotUserID) {
		return refuse("not_in_channel")
	}
	thread, err := threadOf(r, c.str("thread_ts"))
	if err != nil {
		return err
	}
	for _, x := range files {
		m, _ := x.(map[string]any)
		id, _ := m["id"].(string)
		f := s.file(id)
		f.Channel, f.ThreadTS = r.ID, thread
	}
	s.postAsBot(r, content{text: orElse(c.str("initial_comment"), "shared a file")}, thread, "files.completeUploadExternal", false)
	return nil
}
