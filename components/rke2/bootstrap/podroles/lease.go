package podroles

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Credentials are those of a session.
type Credentials struct {
	KeyID, Secret, Token string
	Expires              time.Time
}

// Roles begins sessions of roles. The error wraps ErrRefused where the role may not be assumed.
type Roles interface {
	Assume(ctx context.Context, role string, account Account) (Credentials, error)
}

const (
	// renewBefore is how much of a session must be left for it to be handed out. SDKs ask again five minutes before its end.
	renewBefore = 20 * time.Minute
	// leastLeft is how much must be left while no new one can be had.
	leastLeft = time.Minute
)

// lease is the role of an account, with the session that was begun last. All pods of the account share it.
type lease struct {
	role    string
	mutex   sync.Mutex
	current Credentials
}

// get returns a session with enough time left. While STS cannot be reached the last one does until shortly before its end; once
// the role is refused, it is handed out no more.
func (l *lease) get(ctx context.Context, roles Roles, account Account, now func() time.Time) (credentials Credentials, renewed bool, err error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.current.Expires.Sub(now()) >= renewBefore {
		return l.current, false, nil
	}
	fresh, err := roles.Assume(ctx, l.role, account)
	switch {
	case err == nil:
		l.current = fresh
		return fresh, true, nil
	case errors.Is(err, ErrRefused):
		l.current = Credentials{}
		return Credentials{}, false, err
	case l.current.Expires.Sub(now()) >= leastLeft:
		return l.current, false, nil
	default:
		return Credentials{}, false, err
	}
}
