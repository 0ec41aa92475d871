package text

import "time"

// step reads one thing at a place of a folded text into a reading.
type step func(s []rune, i int, r *reading) (next int, ok bool)

// scan reads a time at the beginning of a folded text and returns where it ends.
func (w *timeWords) scan(s []rune) (reading, int, bool) {
	var r reading
	steps := []step{w.readWorking, w.readLength, w.readISO, w.readMarkedDate, w.readNamedDate, w.readDay, w.readShortDay, w.readWeekday, w.readClock, w.readPart}
	end, read := 0, false
	for i := w.skipLead(s, 0); i <= len(s); {
		next, ok := w.readOne(steps, s, i, &r)
		if !ok {
			break
		}
		read, end = true, next
		if after, ok := word(s, spaces(s, next), w.trail); ok {
			end = after
		}
		i = w.skipLead(s, end)
	}
	return r, end, read && r.sound()
}

func (w *timeWords) readOne(steps []step, s []rune, i int, r *reading) (int, bool) {
	for _, read := range steps {
		if next, ok := read(s, i, r); ok {
			return next, true
		}
	}
	return i, false
}

// skipLead skips the small words before a time.
func (w *timeWords) skipLead(s []rune, i int) int {
	for {
		i = spaces(s, i)
		if i < len(s) && s[i] == ',' {
			i++
			continue
		}
		next, ok := word(s, i, w.lead)
		if !ok {
			return i
		}
		i = next
	}
}

// sound reports whether what was read is one time and not a mixture.
func (r *reading) sound() bool {
	if r.hasLength {
		return !r.hasDay() && !r.hasTime && r.part == anyPart
	}
	days := 0
	for _, has := range []bool{r.hasDate, r.hasDays, r.hasWeekday, r.working > 0} {
		if has {
			days++
		}
	}
	inDay := r.hour < 24 || (r.hour == 24 && r.minute == 0)
	return days <= 1 && (days == 1 || r.hasTime || r.part != anyPart) && inDay && r.minute < 60
}

// readWorking reads "2 working days" and "next working day". More than a year
// of them is no time anybody agrees.
func (w *timeWords) readWorking(s []rune, i int, r *reading) (int, bool) {
	if r.working > 0 {
		return i, false
	}
	if at, ok := word(s, i, w.next); ok {
		end, ok := word(s, spaces(s, at), w.working)
		if ok {
			r.working, r.dayLong = 1, true
		}
		return end, ok
	}
	n, at, ok := w.numeral(s, i)
	if !ok {
		n = 1
		if at, ok = word(s, i, w.one); !ok {
			return i, false
		}
	}
	end, ok := word(s, spaces(s, at), w.working)
	if !ok || n < 1 || n > 260 {
		return i, false
	}
	r.working = n
	return end, true
}

// readLength reads "2h", "1h30m", "1.5 hours", half an hour.
func (w *timeWords) readLength(s []rune, i int, r *reading) (int, bool) {
	amount, next, ok := w.amount(s, i)
	if !ok {
		return i, false
	}
	next = spaces(s, next)
	for _, u := range w.units {
		end, ok := wordAt(s, next, u.word)
		if !ok {
			continue
		}
		r.length += time.Duration(amount * float64(u.length))
		r.hasLength = true
		if after, ok := word(s, end, w.half); ok && amount == float64(int(amount)) && !isLatin(string(s[end:after])) {
			r.length += u.length / 2
			end = after
		}
		return end, r.length > 0
	}
	return i, false
}

// amount reads how many units: 2, 1.5, half, one and a half.
func (w *timeWords) amount(s []rune, i int) (float64, int, bool) {
	if next, ok := word(s, i, w.half); ok {
		if after, ok := word(s, spaces(s, next), w.one); ok {
			next = after
		}
		return 0.5, next, true
	}
	if next, ok := word(s, i, w.one); ok {
		if after, ok := word(s, next, w.half); ok {
			return 1.5, after, true
		}
		return 1, next, true
	}
	n, next, ok := w.numeral(s, i)
	if !ok {
		return 0, i, false
	}
	if after, ok := word(s, next, w.andHalf); ok {
		return float64(n) + 0.5, after, true
	}
	if next+1 < len(s) && s[next] == '.' {
		if tenth, end, ok := digitsAt(s, next+1, 1); ok {
			return float64(n) + float64(tenth)/10, end, true
		}
	}
	return float64(n), next, true
}

// readISO reads 2026-11-24 and 2026/11/24.
func (w *timeWords) readISO(s []rune, i int, r *reading) (int, bool) {
	y, next, ok := digitsAt(s, i, 4)
	if !ok || next-i != 4 || next >= len(s) || (s[next] != '-' && s[next] != '/') {
		return i, false
	}
	sep := s[next]
	m, next, ok := digitsAt(s, next+1, 2)
	if !ok || next >= len(s) || s[next] != sep {
		return i, false
	}
	d, next, ok := digitsAt(s, next+1, 2)
	if !ok {
		return i, false
	}
	if next+1 < len(s) && s[next] == 't' && s[next+1] >= '0' && s[next+1] <= '9' {
		next++
	}
	return next, r.setDate(y, m, d)
}

// setDate takes a date once; false if it is none.
func (r *reading) setDate(y, m, d int) bool {
	if r.hasDate || m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	r.year, r.month, r.day, r.hasDate = y, m, d, true
	return true
}

// readMarkedDate reads a Chinese date, with or without its year.
func (w *timeWords) readMarkedDate(s []rune, i int, r *reading) (int, bool) {
	n, next, ok := w.numeral(s, i)
	if !ok {
		return i, false
	}
	y := 0
	if after, ok := word(s, next, w.year); ok {
		y = n
		if n, next, ok = w.numeral(s, spaces(s, after)); !ok {
			return i, false
		}
	}
	next, ok = word(s, next, w.month)
	if !ok {
		return i, false
	}
	d, next, ok := w.numeral(s, spaces(s, next))
	if !ok {
		return i, false
	}
	next, _ = word(s, next, w.dayOf)
	return next, r.setDate(y, n, d)
}

// readNamedDate reads "24 Nov", "Nov 24" and "24 November 2026".
func (w *timeWords) readNamedDate(s []rune, i int, r *reading) (int, bool) {
	d, next, dayFirst := digitsAt(s, i, 2)
	if dayFirst {
		next = spaces(s, next)
	}
	m, next, ok := numberedAt(s, next, w.months)
	if !ok {
		return i, false
	}
	if !dayFirst {
		if d, next, ok = digitsAt(s, spaces(s, next), 2); !ok {
			return i, false
		}
	}
	y := 0
	if year, after, ok := digitsAt(s, spaces(s, next), 4); ok && year > 1999 {
		y, next = year, after
	}
	return next, r.setDate(y, m, d)
}

// readDay reads today, tomorrow and the days after.
func (w *timeWords) readDay(s []rune, i int, r *reading) (int, bool) {
	n, next, ok := numberedAt(s, i, w.days)
	if !ok || r.hasDays {
		return i, false
	}
	r.days, r.hasDays = n, true
	return next, true
}

// readShortDay reads a day and a part of it in one word, as Chinese writes
// "tomorrow evening".
func (w *timeWords) readShortDay(s []rune, i int, r *reading) (int, bool) {
	day, at, ok := numberedAt(s, i, w.shortDays)
	if !ok || r.hasDays || r.part != anyPart {
		return i, false
	}
	n, next, ok := numberedAt(s, at, w.parts)
	if !ok {
		n, next, ok = numberedAt(s, at, w.shortParts)
	}
	if !ok {
		return i, false
	}
	r.days, r.hasDays, r.part = day, true, part(n)
	return next, true
}

// readWeekday reads the days of the week, of this one or the next.
func (w *timeWords) readWeekday(s []rune, i int, r *reading) (int, bool) {
	at, next := word(s, i, w.next)
	if !next {
		at, _ = word(s, i, w.this)
	}
	n, end, ok := numberedAt(s, spaces(s, at), w.weekdays)
	if !ok || r.hasWeekday {
		return i, false
	}
	r.weekday, r.hasWeekday, r.nextWeek = time.Weekday(n), true, next
	return end, true
}

// readPart reads morning, afternoon and their like, before or after the hour.
func (w *timeWords) readPart(s []rune, i int, r *reading) (int, bool) {
	n, next, ok := numberedAt(s, i, w.parts)
	if !ok || (r.part != anyPart && r.part != part(n)) {
		return i, false
	}
	r.part = part(n)
	return next, true
}

// readClock reads 15:30, 3pm and Chinese hours with their halves and quarters.
func (w *timeWords) readClock(s []rune, i int, r *reading) (int, bool) {
	h, next, ok := w.numeral(s, i)
	if !ok || r.hasTime || h > 24 {
		return i, false
	}
	m, end, ok := w.minutes(s, next, r)
	if !ok {
		return i, false
	}
	r.hour, r.minute, r.hasTime = h, m, true
	return end, true
}

// minutes reads what follows an hour; without anything it is no time at all.
func (w *timeWords) minutes(s []rune, i int, r *reading) (minute, next int, ok bool) {
	if i < len(s) && s[i] == ':' {
		m, end, ok := digitsAt(s, i+1, 2)
		if !ok || end != i+3 {
			return 0, i, false
		}
		if end < len(s) && s[end] == ':' {
			if _, after, ok := digitsAt(s, end+1, 2); ok {
				end = after
			}
		}
		if after, ok := word(s, spaces(s, end), w.oclock); ok {
			end = after
		}
		return m, end, true
	}
	if end, ok := word(s, spaces(s, i), w.oclock); ok {
		r.loose = true
		m, end := w.pastHour(s, end)
		return m, end, true
	}
	_, _, ok = numberedAt(s, spaces(s, i), w.parts)
	return 0, i, ok
}

// pastHour reads the minutes after a Chinese hour: half, quarters, thirty.
func (w *timeWords) pastHour(s []rune, i int) (minute, next int) {
	if end, ok := word(s, i, w.half); ok {
		return 30, end
	}
	n, end, ok := w.numeral(s, i)
	if !ok {
		return 0, i
	}
	if after, ok := word(s, end, w.quarter); ok {
		return 15 * n, after
	}
	if after, ok := word(s, end, w.minute); ok {
		return n, after
	}
	if end-i >= 2 {
		return n, end
	}
	return 0, i
}
