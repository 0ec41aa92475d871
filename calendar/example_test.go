package calendar_test

import (
	"fmt"
	"time"

	"github.com/firstask/firstask/calendar"
)

// A window of 30 minutes that opens just before the make-up Saturday of Spring Festival
// 2026 ends is still running after nine days off.
func ExampleCalendar_Add() {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		fmt.Println(err)
		return
	}
	holidays, err := calendar.Builtin("cn-2026")
	if err != nil {
		fmt.Println(err)
		return
	}
	hours := map[time.Weekday][]calendar.Span{}
	for day := time.Monday; day <= time.Friday; day++ {
		hours[day] = []calendar.Span{{From: 9 * 60, To: 12 * 60}, {From: 13*60 + 30, To: 18 * 60}}
	}
	office, err := calendar.New(calendar.Spec{
		Name: "office", Zone: zone, Hours: hours, Holidays: []calendar.Holidays{holidays},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	start := time.Date(2026, 2, 14, 17, 50, 0, 0, zone)
	limit := office.Add(start, 30*time.Minute)
	fmt.Println("limit:", limit.Format("2006-01-02 15:04"))
	for _, piece := range office.Intervals(start, limit) {
		fmt.Println(piece.From.Format("01-02 15:04"), piece.To.Format("15:04"), piece.Kind, piece.Label)
	}
	// Output:
	// limit: 2026-02-24 09:20
	// 02-14 17:50 18:00 make-up Make-up day for Spring Festival
	// 02-24 09:00 09:20 regular
}
