package zerotrust

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// plan is what is going to be made, with every default applied and every argument checked.
type plan struct {
	tunnelName string
	protocol   DeviceProtocol
	// routes are what the tunnel leads to, resolvers among them.
	routes []netip.Prefix
	// fallbacks are the DNS suffixes that Gateway does not resolve.
	fallbacks []fallbackPlan
	posture   []posturePlan
	personas  []personaPlan
	// asked are the applications that ask Access too.
	asked  []askedPlan
	tokens []tokenPlan
	// pipelines is what service tokens reach through the tunnel; empty without any.
	pipelines []reach
	session   time.Duration
	logs      []logPlan
	alerts    []Alert
	// profileMatch matches the devices of everybody who gets in.
	profileMatch string
	// firstPrecedence is the first of the thousand that the environment has.
	firstPrecedence int
}

// Places of Gateway policies within the environment's thousand.
const (
	precedenceBlock    = 1000
	precedenceStep     = 10
	pipelinePrecedence = 900
	denyPrecedence     = 990
	maxPersonas        = pipelinePrecedence/precedenceStep - 1
)

// subject names what a list of problems is about.
const subject = "zerotrust: invalid Args"

// Validate reports everything that is wrong with the arguments for a component with the given name, without registering
// anything.
func (args *Args) Validate(name string) error {
	_, err := newPlan(name, args)
	return err
}

// newPlan checks the arguments and applies the defaults. The error lists every problem.
func newPlan(name string, args *Args) (plan, error) {
	var list problems.List
	if args == nil {
		args = &Args{}
	}
	p := plan{tunnelName: args.TunnelName, protocol: args.TunnelProtocol, firstPrecedence: args.Precedence}
	planIdentifiers(&list, &p, name, args)
	planRoutes(&list, &p, args)
	planZones(&list, &p, args)
	planSession(&list, &p, args)
	planPosture(&list, &p, args.Posture)
	planTokens(&list, &p, args.ServiceTokens)
	planApplications(&list, &p, args)
	planPersonas(&list, &p, args)
	planPublicNames(&list, args)
	planLogs(&list, &p, args.Logpush)
	planNotifications(&list, &p, args.Notifications)
	p.profileMatch = profileMatch(args)
	return p, list.Err(subject)
}

// maxKeyLength is how long a key may be that becomes part of names.
const maxKeyLength = 30

var (
	idPattern   = regexp.MustCompile(`^[0-9a-f]{32}$`)
	teamPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	namePattern = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]{0,39}$`)
)

func planIdentifiers(list *problems.List, p *plan, name string, args *Args) {
	if !namePattern.MatchString(name) {
		list.Add("name", "the name begins the names of the children, so it needs a letter first, then letters, digits and dashes, 40 characters at most",
			name, "choose a shorter or simpler name")
	}
	if !idPattern.MatchString(args.AccountID) {
		list.Add("accountId", "not the id of a Cloudflare account, which is 32 hexadecimal digits", given(args.AccountID), "copy it from the account's overview page")
	}
	if args.ZoneID != "" && !idPattern.MatchString(args.ZoneID) {
		list.Add("zoneId", "not the id of a Cloudflare zone, which is 32 hexadecimal digits", args.ZoneID, "copy it from the zone's overview page")
	}
	if !teamPattern.MatchString(args.TeamName) {
		list.Add("teamName", "not the name of a Zero Trust organisation", given(args.TeamName), `write what stands before ".cloudflareaccess.com"`)
	}
	if p.tunnelName == "" {
		p.tunnelName = name
	} else if !namePattern.MatchString(p.tunnelName) {
		list.Add("tunnelName", "a tunnel's name has a letter first, then letters, digits and dashes, 40 characters at most", p.tunnelName, "choose another name")
	}
	if p.protocol == "" {
		p.protocol = Masque
	}
	oneOf(list, "tunnelProtocol", p.protocol, WireGuard, Masque)
	if args.Precedence < precedenceBlock || args.Precedence%precedenceBlock != 0 {
		list.Add("precedence", "not the beginning of a block of 1000", args.Precedence, "give each environment of the account a multiple of 1000 of its own")
	}
}

func planSession(list *problems.List, p *plan, args *Args) {
	p.session = maxSession
	if args.Session == "" {
		return
	}
	session, err := time.ParseDuration(args.Session)
	switch {
	case err != nil || session < minSession || session > longestSession:
		list.Add("session", fmt.Sprintf("not a duration from %s to %s", short(minSession), short(longestSession)), args.Session, `write one such as "8h"`)
	case session > maxSession && !args.AllowLongSessions:
		list.Add("session", "longer than the 8 hours of a working day", args.Session, "shorten it, or set allowLongSessions")
	default:
		p.session = session
	}
}

// Bounds of a session.
const (
	minSession     = 15 * time.Minute
	maxSession     = 8 * time.Hour
	longestSession = 24 * time.Hour
)

// short writes a duration as Access keeps it: without parts that are zero.
func short(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// given is the value to report for a text that may be missing.
func given(text string) any {
	if text == "" {
		return problems.Missing
	}
	return text
}

// oneOf reports a value that is none of a type's.
func oneOf[T ~string](list *problems.List, path string, value T, values ...T) {
	if slices.Contains(values, value) {
		return
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	list.Add(path, "not one of the values that there are", given(string(value)), "use one of "+strings.Join(texts, ", "))
}
