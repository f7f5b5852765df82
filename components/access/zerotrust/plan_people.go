package zerotrust

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// personaPlan is a persona with everything that it reaches.
type personaPlan struct {
	key        string
	args       Persona
	places     []reach
	precedence int
	// asked tells whether the persona reaches an application that asks Access too.
	asked bool
}

// tokenPlan is a service token.
type tokenPlan struct {
	key       string
	duration  TokenDuration
	renewDays int
	// asked tells whether an application that asks Access admits the token.
	asked bool
}

const defaultRenewDays = 30

func planTokens(list *problems.List, p *plan, tokens map[string]ServiceToken) {
	for _, key := range slices.Sorted(maps.Keys(tokens)) {
		path, token := "serviceTokens."+key, tokens[key]
		check.Key(list, path, key, maxKeyLength)
		if token.Duration == "" {
			token.Duration = OneYear
		}
		oneOf(list, path+".duration", token.Duration, OneYear, TwoYears, FiveYears)
		if token.RenewWithinDays == 0 {
			token.RenewWithinDays = defaultRenewDays
		}
		if token.RenewWithinDays < 0 || token.RenewWithinDays > 180 {
			list.Add(path+".renewWithinDays", "not a number of days from 1 to 180", token.RenewWithinDays, "use 30")
		}
		p.tokens = append(p.tokens, tokenPlan{key: key, duration: token.Duration, renewDays: token.RenewWithinDays})
	}
}

var hostPattern = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// planApplications checks the applications, and collects what Access and pipelines see of them.
func planApplications(list *problems.List, p *plan, args *Args) {
	if len(args.Applications) == 0 {
		list.Add("applications", "nobody reaches anything", problems.Missing, "list what people work with")
	}
	for _, key := range slices.Sorted(maps.Keys(args.Applications)) {
		path, application := "applications."+key, args.Applications[key]
		check.Key(list, path, key, maxKeyLength)
		oneOf(list, path+".kind", application.Kind, Kubernetes, Web, Infrastructure)
		place := placeOf(list, path, application, p.routes)
		checkHostnames(list, path, application)
		users := personasOf(args, key)
		if len(users) == 0 && len(application.ServiceTokens) == 0 {
			list.Add(path, "no persona reaches it", problems.Missing, "name it in a persona's applications, or drop it")
		}
		for i, token := range application.ServiceTokens {
			at := slices.IndexFunc(p.tokens, func(t tokenPlan) bool { return t.key == token })
			if at < 0 {
				list.Add(fmt.Sprintf("%s.serviceTokens[%d]", path, i), "there is no such service token", token, "name a key of serviceTokens")
			} else if application.Kind == Web {
				p.tokens[at].asked = true
			}
		}
		if len(application.ServiceTokens) > 0 {
			p.pipelines = append(p.pipelines, place)
		}
		if application.asksAccess() {
			p.asked = append(p.asked, askedOf(list, path, application, askedPlan{key: key, place: place, personas: users}))
		}
	}
	for i, token := range p.tokens {
		if !slices.ContainsFunc(slices.Sorted(maps.Keys(args.Applications)), func(key string) bool { return slices.Contains(args.Applications[key].ServiceTokens, token.key) }) {
			list.Add("serviceTokens."+p.tokens[i].key, "no application admits it", problems.Missing, "name it in an application's serviceTokens, or drop it")
		}
	}
	if len(p.pipelines) > 0 {
		p.pipelines = append(p.pipelines, resolverReach(args)...)
	}
}

// sshPort is where SSH listens.
const sshPort = 22

// placeOf checks an application's addresses and ports.
func placeOf(list *problems.List, path string, application Application, routes []netip.Prefix) reach {
	place := reach{ports: slices.Sorted(slices.Values(application.Ports))}
	if len(place.ports) == 0 && application.Kind != Infrastructure {
		place.ports = []int{443}
	}
	if len(place.ports) == 0 {
		list.Add(path+".ports", "an application has ports that are named", problems.Missing, "list them")
	}
	for i, port := range application.Ports {
		if port < 1 || port > 65535 || slices.Contains(application.Ports[:i], port) {
			list.Add(fmt.Sprintf("%s.ports[%d]", path, i), "not a port, or listed twice", port, "list each port from 1 to 65535 once")
		}
		if port == sshPort {
			list.Add(fmt.Sprintf("%s.ports[%d]", path, i), "SSH is no way in: it has keys and an audit of its own, beside identity and posture", port,
				"reach hosts with Session Manager and workloads with kubectl")
		}
	}
	if len(application.Cidrs) == 0 {
		list.Add(path+".cidrs", "an application has addresses", problems.Missing, "list them")
	}
	for i, text := range application.Cidrs {
		at := fmt.Sprintf("%s.cidrs[%d]", path, i)
		cidr, ok := parsePrivate(list, at, text)
		if ok && !check.Within(routes, cidr) {
			list.Add(at, "outside privateCidrs, so that no route leads there", text, "use addresses within privateCidrs, or add the range there")
		}
		place.cidrs = append(place.cidrs, cidr)
	}
	return place
}

func checkHostnames(list *problems.List, path string, application Application) {
	switch {
	case application.Kind == Web && len(application.Hostnames) == 0:
		list.Add(path+".hostnames", "Access recognises a web application by name", problems.Missing, "list its private names, or make it an infrastructure application")
	case application.Kind != Web && len(application.Hostnames) > 0:
		list.Add(path+".hostnames", "only a web application has names", application.Hostnames, "drop them, or make it a web application")
	}
	for i, host := range application.Hostnames {
		if !hostPattern.MatchString(host) {
			list.Add(fmt.Sprintf("%s.hostnames[%d]", path, i), "not a host name", host, `write one such as "grafana.platform.internal"`)
		}
	}
}

// personasOf lists the personas that reach an application, sorted.
func personasOf(args *Args, application string) []string {
	var result []string
	for _, key := range slices.Sorted(maps.Keys(args.Personas)) {
		if slices.Contains(args.Personas[key].Applications, application) {
			result = append(result, key)
		}
	}
	return result
}

// planPersonas checks who gets in, and gives each persona its place in the order.
func planPersonas(list *problems.List, p *plan, args *Args) {
	if len(args.Personas) == 0 {
		list.Add("personas", "nobody gets in", problems.Missing, "describe who works here by groups of your identity provider")
	}
	if len(args.Personas) > maxPersonas {
		list.Add("personas", fmt.Sprintf("more than the %d that have a place before the deny rule", maxPersonas), len(args.Personas), "merge some")
	}
	for i, key := range slices.Sorted(maps.Keys(args.Personas)) {
		path, persona := "personas."+key, args.Personas[key]
		check.Key(list, path, key, maxKeyLength)
		checkIncludes(list, path, persona)
		made := personaPlan{key: key, args: persona, precedence: p.firstPrecedence + precedenceStep*(i+1)}
		if len(persona.Applications) == 0 {
			list.Add(path+".applications", "a persona reaches applications that are named", problems.Missing, "name keys of applications")
		}
		var ignored problems.List
		for j, name := range persona.Applications {
			application, known := args.Applications[name]
			if !known || slices.Contains(persona.Applications[:j], name) {
				list.Add(fmt.Sprintf("%s.applications[%d]", path, j), "there is no such application, or it is listed twice", name, "name each key of applications once")
				continue
			}
			made.places = append(made.places, placeOf(&ignored, "", application, p.routes))
			made.asked = made.asked || application.asksAccess()
		}
		made.places = append(made.places, resolverReach(args)...)
		p.personas = append(p.personas, made)
	}
}

var (
	emailPattern = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'+/=?^_-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$`)
	groupPattern = regexp.MustCompile(`^[^"\\{}*[:cntrl:]]{1,128}$`)
)

// everyone are names that identity providers give to the group of all people.
var everyone = []string{"everyone", "all users", "all", "domain users", "authenticated users"}

// checkIncludes reports a persona that is nobody in particular.
func checkIncludes(list *problems.List, path string, persona Persona) {
	if len(persona.Emails)+len(persona.Groups) == 0 {
		list.Add(path, "a persona without people would be everybody or nobody", problems.Missing, "set groups or emails")
	}
	for i, email := range persona.Emails {
		if !emailPattern.MatchString(email) || strings.HasPrefix(strings.ToLower(email), "non_identity@") {
			list.Add(fmt.Sprintf("%s.emails[%d]", path, i), "not the address of one person", email, `write one such as "ada@example.com"`)
		}
	}
	for i, group := range persona.Groups {
		at := fmt.Sprintf("%s.groups[%d]", path, i)
		oneOf(list, at+".provider", group.Provider, EntraID, GoogleWorkspace, Okta, SAML)
		if group.IdentityProviderID == "" {
			list.Add(at+".identityProviderId", "the identity provider is required", problems.Missing, "copy its id from Cloudflare")
		}
		if !groupPattern.MatchString(group.Name) {
			list.Add(at+".name", "not the name of a group", given(group.Name), "write the name without quotes, braces, backslashes and stars")
		} else if slices.Contains(everyone, strings.ToLower(strings.TrimSpace(group.Name))) {
			list.Add(at+".name", "the group of everyone", group.Name, "name a group that people are put into on purpose")
		}
		if (group.Provider == SAML) != groupPattern.MatchString(group.Attribute) {
			list.Add(at+".attribute", "required with SAML, and with SAML only", given(group.Attribute), "name the attribute that holds the groups")
		}
	}
}

// profileMatch matches the devices of everybody who gets in.
func profileMatch(args *Args) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(args.Personas)) {
		parts = append(parts, args.Personas[key].is())
	}
	if len(args.ServiceTokens) > 0 {
		parts = append(parts, isPipeline(args.TeamName))
	}
	return strings.Join(parts, " or ")
}
