package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/firstask/firstask/sandbox"
)

func TestUpload(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	got := wantOK(t, o.call(t, "files.getUploadURLExternal", "filename", "list.csv", "length", "5"))
	id := text(t, got, "file_id")
	files := encode(t, []object{{"id": id, "title": "The list"}})
	wantError(t, o.call(t, "files.completeUploadExternal", "files", files, "channel_id", "C0HELP"), "file_not_found")
	put := func(body string) int {
		u, err := url.Parse(text(t, got, "upload_url"))
		if err != nil {
			t.Fatal(err)
		}
		return o.serve(httptest.NewRequest(http.MethodPost, u.Path, strings.NewReader(body))).Code
	}
	if code := put("too long"); code != http.StatusBadRequest {
		t.Errorf("another length is answered with %d", code)
	}
	if code := put("a,b,c"); code != http.StatusOK {
		t.Errorf("the upload is answered with %d", code)
	}
	wantError(t, o.call(t, "files.completeUploadExternal", "files", files, "channel_id", "C0OPEN"), "not_in_channel")
	wantOK(t, o.call(t, "files.completeUploadExternal", "files", files, "channel_id", "C0HELP", "initial_comment", "here"))
	list := o.Files()
	if len(list) != 1 || string(list[0].Content) != "a,b,c" || list[0].Title != "The list" || list[0].Channel != "C0HELP" {
		t.Errorf("files are %+v", list)
	}
	if m := o.Messages("C0HELP"); len(m) != 1 || m[0].Text != "here" {
		t.Errorf("messages are %+v", m)
	}
	wantError(t, o.call(t, "files.getUploadURLExternal", "filename", "x"), "invalid_arguments")
}
