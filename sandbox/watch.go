package sandbox

// Watch returns a channel that receives a tick after any change (ticks that nobody reads fold into one) and a
// function that ends the watch.
func (s *Slack) Watch() (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	s.mu.Lock()
	s.watchers[ch] = struct{}{}
	s.mu.Unlock()
	return ch, func() {
		s.mu.Lock()
		delete(s.watchers, ch)
		s.mu.Unlock()
	}
}

// changed ticks the watchers; the caller holds s.mu.
func (s *Slack) changed() {
	for ch := range s.watchers {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
