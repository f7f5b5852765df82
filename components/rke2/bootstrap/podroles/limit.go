package podroles

import (
	"sync"
	"time"
)

// A client may ask a few times at once and then once a second. SDKs ask once an hour.
const (
	burst      = 10
	perSecond  = 1.0
	maxClients = 1024
)

// limiter counts the requests of each client.
type limiter struct {
	mutex   sync.Mutex
	clients map[string]allowance
}

// allowance is how many requests a client had left at a time.
type allowance struct {
	left float64
	at   time.Time
}

func (a allowance) after(now time.Time) float64 {
	return min(burst, a.left+max(0, now.Sub(a.at).Seconds())*perSecond)
}

// allow tells whether a client may ask now. There are no more clients than pods on a server; should there be, they share.
func (l *limiter) allow(client string, now time.Time) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.clients == nil {
		l.clients = map[string]allowance{}
	}
	if _, known := l.clients[client]; !known && len(l.clients) >= maxClients {
		l.forget(now)
		if len(l.clients) >= maxClients {
			client = ""
		}
	}
	left := float64(burst)
	if seen, known := l.clients[client]; known {
		left = seen.after(now)
	}
	allowed := left >= 1
	if allowed {
		left--
	}
	l.clients[client] = allowance{left, now}
	return allowed
}

// forget drops clients that have all their requests left.
func (l *limiter) forget(now time.Time) {
	for client, seen := range l.clients {
		if seen.after(now) >= burst {
			delete(l.clients, client)
		}
	}
}
