package rules

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// Ledger applies waivers and keeps the books on them. It is safe for concurrent use.
type Ledger struct {
	waivers []Waiver
	now     func() time.Time

	mu   sync.Mutex
	used map[int]bool
}

// NewLedger opens the books for the waivers; now tells the time.
func NewLedger(waivers []Waiver, now func() time.Time) *Ledger {
	return &Ledger{waivers: waivers, now: now, used: map[int]bool{}}
}

// Excuse returns the waiver that covers a finding, if one does that has not expired. An expired waiver excuses nothing.
func (l *Ledger) Excuse(rule, urn string) (Waiver, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	for i, w := range l.waivers {
		if w.Covers(rule, urn) {
			l.used[i] = true
			if !w.Expired(now) {
				return w, true
			}
		}
	}
	return Waiver{}, false
}

// Used are the waivers that excused something so far, in the order of the settings.
func (l *Ledger) Used() []Waiver {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	var used []Waiver
	for i, w := range l.waivers {
		if l.used[i] && !w.Expired(now) {
			used = append(used, w)
		}
	}
	return used
}

// Close judges the waivers themselves, after everything else was judged: one that has expired, and one that covers
// nothing, are findings of PackSelf.
func (l *Ledger) Close() []Finding {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waivers) == 0 {
		return nil
	}
	now := l.now()
	var findings []Finding
	for i, w := range l.waivers {
		property := fmt.Sprintf("%s[%d]", waiversKey, i)
		switch {
		case w.Expired(now):
			findings = append(findings, Finding{Property: property, Reason: "waiver has expired: " + w.String()})
		case !l.used[i]:
			findings = append(findings, Finding{Property: property, Reason: "waiver excuses nothing in this stack: " + w.String()})
		}
	}
	return slices.Clip(findings)
}
