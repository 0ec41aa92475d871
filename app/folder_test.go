package app_test

import (
	"io/fs"
	"sync"
	"syscall"
	"testing/fstest"
	"time"

	"github.com/firstask/firstask/app"
)

// folder is where a story's configuration lies while the program looks at it.
type folder struct {
	mu    sync.Mutex
	files fstest.MapFS
}

// Open implements fs.FS.
func (f *folder) Open(name string) (fs.File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.files.Open(name)
}

func (f *folder) put(name string, data []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.files[name] = &fstest.MapFile{Data: data, ModTime: time.Now()}
}

// opened is the folder of the story, with the configuration as it is at first.
func (w *world) opened(conf []byte) *folder {
	if w.folder == nil {
		w.folder = &folder{files: fstest.MapFS{}}
		for name, file := range w.files {
			w.folder.put(name, file.Data)
		}
		w.folder.put("story.yaml", conf)
	}
	return w.folder
}

// save NAME [FILE]: that part is written over the configuration, or over a file
// that it names, while the program runs.
func (w *world) save(a []string) {
	data := w.files[a[0]].Data
	if len(a) > 1 {
		w.folder.put(a[1], data)
		return
	}
	w.folder.put("story.yaml", over(app.SpruceConfig(), string(data)))
}

// hangup: every replica is told to read its configuration now.
func (w *world) hangup([]string) {
	for _, r := range w.runs {
		r.hup <- syscall.SIGHUP
	}
}
