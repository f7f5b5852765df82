package zerotrust

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/problems"
)

func TestWhatIsMissingIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	_, err := r.deploy(nil)
	var refused *problems.Error
	if !errors.As(err, &refused) {
		t.Fatalf("a list of problems expected, got %v", err)
	}
	var paths []string
	for _, line := range refused.Problems {
		path, _, _ := strings.Cut(line, ":")
		paths = append(paths, path)
	}
	want := []string{"accountId", "teamName", "precedence", "privateCidrs", "posture", "applications", "personas"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("the problems differ (-want +got):\n%s", diff)
	}
	if len(r.own()) > 0 {
		t.Errorf("something is registered in spite of problems: %v", r.children())
	}
}

func persona(change func(*Persona)) func(*Args) {
	return func(a *Args) {
		p := a.Personas["platform"]
		change(&p)
		a.Personas["platform"] = p
	}
}

func group(name string) func(*Args) {
	return persona(func(p *Persona) { p.Groups = []IdentityGroup{{Provider: Okta, IdentityProviderID: "idp", Name: name}} })
}

func application(change func(*Application)) func(*Args) {
	return func(a *Args) {
		cluster := a.Applications["cluster"]
		change(&cluster)
		a.Applications["cluster"] = cluster
	}
}

func posture(change func(*PostureCheck)) func(*Args) {
	return func(a *Args) {
		disk := a.Posture["disk"]
		change(&disk)
		a.Posture["disk"] = disk
	}
}

func zones(names ...string) func(*Args) {
	return func(a *Args) { a.PrivateZones, a.Resolvers = names, []string{"10.60.0.2"} }
}

// public adds a web application with a public name.
func public(name, zone string) func(*Args) {
	return func(a *Args) {
		a.ZoneID = zone
		a.Applications["grafana"] = Application{Kind: Web, Cidrs: []string{"10.20.2.0/24"}, Hostnames: []string{"grafana.internal"}, PublicHostname: name}
		people := a.Personas["platform"]
		people.Applications = append(people.Applications, "grafana")
		a.Personas["platform"] = people
	}
}

func TestArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*Args)
		want   string
	}{
		"an account that is none":       {func(a *Args) { a.AccountID = "acme" }, "accountId: not the id"},
		"a team with its domain":        {func(a *Args) { a.TeamName = "example.cloudflareaccess.com" }, "teamName: not the name"},
		"a name for a tunnel":           {func(a *Args) { a.TunnelName = "my tunnel" }, "tunnelName:"},
		"a place within a block":        {func(a *Args) { a.Precedence = 1500 }, "precedence: not the beginning"},
		"an unknown protocol":           {func(a *Args) { a.TunnelProtocol = "Masque" }, "tunnelProtocol: not one of the values"},
		"a public range":                {func(a *Args) { a.PrivateCidrs = []string{"8.8.8.0/24"} }, "privateCidrs[0]: not a private range"},
		"a default route":               {func(a *Args) { a.PrivateCidrs = []string{"0.0.0.0/0"} }, "privateCidrs[0]: not a private range"},
		"a default route of IPv6":       {func(a *Args) { a.PrivateCidrs = []string{"::/0"} }, "privateCidrs[0]: not a private range"},
		"a public range of IPv6":        {func(a *Args) { a.PrivateCidrs = []string{"2001:db8::/48"} }, "privateCidrs[0]: not a private range"},
		"addresses of devices":          {func(a *Args) { a.PrivateCidrs = []string{"100.96.0.0/16"} }, "privateCidrs[0]: Cloudflare uses"},
		"a wide range":                  {func(a *Args) { a.PrivateCidrs = []string{"10.0.0.0/8"} }, "privateCidrs[0]: wider than /16"},
		"a range twice":                 {func(a *Args) { a.PrivateCidrs = []string{"10.20.0.0/16", "10.20.1.0/24"} }, "privateCidrs[1]: overlaps"},
		"bits beyond the prefix":        {func(a *Args) { a.PrivateCidrs = []string{"10.20.0.1/16"} }, "privateCidrs[0]: not a CIDR block"},
		"a public resolver":             {func(a *Args) { a.PrivateZones, a.Resolvers = []string{"a.internal"}, []string{"1.1.1.1"} }, "resolvers[0]: not a private range"},
		"a resolver's name":             {func(a *Args) { a.PrivateZones, a.Resolvers = []string{"a.internal"}, []string{"dns"} }, "resolvers[0]: not an address"},
		"zones without resolver":        {func(a *Args) { a.PrivateZones = []string{"a.internal"} }, "resolvers: private zones need a resolver"},
		"a resolver without zones":      {func(a *Args) { a.Resolvers = []string{"10.60.0.2"} }, "privateZones: resolvers without zones"},
		"the zone of AWS":               {zones("amazonaws.com"), "privateZones[0]: takes public names of AWS"},
		"a zone of a Region":            {zones("eu-central-1.amazonaws.com"), "privateZones[0]: takes public names of AWS"},
		"the zone of EKS":               {zones("gr7.eu-central-1.eks.amazonaws.com"), "privateZones[0]: takes public names of AWS"},
		"the zone of AWS in China":      {zones("amazonaws.com.cn"), "privateZones[0]: takes public names of AWS"},
		"everything above AWS":          {zones("com"), "privateZones[0]: takes public names of AWS"},
		"the zone of AWS in capitals":   {zones("AmazonAWS.com."), "privateZones[0]: takes public names of AWS"},
		"a zone with a star":            {zones("*.internal"), "privateZones[0]: not the name of a DNS zone"},
		"a zone twice":                  {zones("a.internal", "a.internal"), "privateZones[1]: listed twice"},
		"a long session":                {func(a *Args) { a.Session = "12h" }, "session: longer than the 8 hours"},
		"a session without end":         {func(a *Args) { a.Session, a.AllowLongSessions = "8760h", true }, "session: not a duration from 15m to 24h"},
		"a session of no length":        {func(a *Args) { a.Session = "0s" }, "session: not a duration"},
		"a session in words":            {func(a *Args) { a.Session = "8 hours" }, "session: not a duration"},
		"no persona":                    {func(a *Args) { a.Personas = nil }, "personas: nobody gets in"},
		"a persona of nobody":           {persona(func(p *Persona) { p.Groups = nil }), "personas.platform: a persona without people"},
		"everyone":                      {group("Everyone"), "personas.platform.groups[0].name: the group of everyone"},
		"all users":                     {group(" All Users "), "personas.platform.groups[0].name: the group of everyone"},
		"every group":                   {group("*"), "personas.platform.groups[0].name: not the name of a group"},
		"a group that ends the text":    {group(`a"} or identity.email in {"b`), "personas.platform.groups[0].name: not the name of a group"},
		"a group of no provider":        {persona(func(p *Persona) { p.Groups[0].IdentityProviderID = "" }), "personas.platform.groups[0].identityProviderId:"},
		"a provider in camel case":      {persona(func(p *Persona) { p.Groups[0].Provider = "azureAD" }), "personas.platform.groups[0].provider: not one of the values"},
		"SAML without attribute":        {persona(func(p *Persona) { p.Groups[0].Provider = SAML }), "personas.platform.groups[0].attribute: required with SAML"},
		"an attribute without SAML":     {persona(func(p *Persona) { p.Groups[0].Attribute = "groups" }), "personas.platform.groups[0].attribute: required with SAML"},
		"a whole domain":                {persona(func(p *Persona) { p.Emails = []string{"@example.com"} }), "personas.platform.emails[0]: not the address of one person"},
		"every pipeline":                {persona(func(p *Persona) { p.Emails = []string{"non_identity@example.cloudflareaccess.com"} }), "personas.platform.emails[0]: not the address"},
		"a persona without reach":       {persona(func(p *Persona) { p.Applications = nil }), "personas.platform.applications: a persona reaches"},
		"an application that is none":   {persona(func(p *Persona) { p.Applications = []string{"cluster", "grafana"} }), "personas.platform.applications[1]: there is no such"},
		"a key with a space":            {func(a *Args) { a.Personas["on call"] = a.Personas["platform"] }, "personas.on call: the key becomes part"},
		"an unknown kind":               {application(func(a *Application) { a.Kind = "ssh" }), "applications.cluster.kind: not one of the values"},
		"an application nowhere":        {application(func(a *Application) { a.Cidrs = nil }), "applications.cluster.cidrs: an application has addresses"},
		"an application elsewhere":      {application(func(a *Application) { a.Cidrs = []string{"10.30.0.0/24"} }), "applications.cluster.cidrs[0]: outside privateCidrs"},
		"a public application":          {application(func(a *Application) { a.Cidrs = []string{"0.0.0.0/0"} }), "applications.cluster.cidrs[0]: not a private range"},
		"no port":                       {application(func(a *Application) { a.Kind = Infrastructure }), "applications.cluster.ports: an application has ports"},
		"a port that is none":           {application(func(a *Application) { a.Ports = []int{70000} }), "applications.cluster.ports[0]: not a port"},
		"a web application of no name":  {application(func(a *Application) { a.Kind = Web }), "applications.cluster.hostnames: Access recognises"},
		"a cluster with a name":         {application(func(a *Application) { a.Hostnames = []string{"a.internal"} }), "applications.cluster.hostnames: only a web application"},
		"a name with a star":            {application(func(a *Application) { a.Kind, a.Hostnames = Web, []string{"*.internal"} }), "applications.cluster.hostnames[0]: not a host name"},
		"a token that is none":          {application(func(a *Application) { a.ServiceTokens = []string{"ci"} }), "applications.cluster.serviceTokens[0]: there is no such"},
		"SSH":                           {application(func(a *Application) { a.Ports = []int{443, 22} }), "applications.cluster.ports[1]: SSH is no way in"},
		"Access for a pipeline":         {application(func(a *Application) { a.AskAccess, a.ServiceTokens = true, []string{"ci"} }), "applications.cluster.askAccess: a pipeline"},
		"a public name without a zone":  {public("grafana.example.com", ""), "zoneId: is missing: a public name is a record"},
		"a zone by its name":            {public("grafana.example.com", "example.com"), "zoneId: not the id of a Cloudflare zone"},
		"a zone for nothing":            {func(a *Args) { a.ZoneID = testZone }, "zoneId: belongs to public names"},
		"a public name of an API":       {application(func(a *Application) { a.PublicHostname = "api.example.com" }), "applications.cluster.publicHostname: only a web application"},
		"a public name with a star":     {public("*.example.com", testZone), "applications.grafana.publicHostname: not a host name"},
		"a public name that is private": {public("grafana.internal", testZone), "applications.grafana.publicHostname: also a private name"},
		"a public name in a private zone": {func(a *Args) {
			public("grafana.corp.example", testZone)(a)
			zones("corp.example")(a)
		}, "applications.grafana.publicHostname: also a private name"},
		"a public name twice": {func(a *Args) {
			public("grafana.example.com", testZone)(a)
			a.Applications["again"] = a.Applications["grafana"]
		}, "applications.grafana.publicHostname: the name of another"},
		"an application for nobody":     {func(a *Args) { a.Applications["spare"] = a.Applications["cluster"] }, "applications.spare: no persona reaches it"},
		"a token for nothing":           {func(a *Args) { a.ServiceTokens = map[string]ServiceToken{"ci": {}} }, "serviceTokens.ci: no application admits it"},
		"a token for ever":              {func(a *Args) { a.ServiceTokens = map[string]ServiceToken{"ci": {Duration: "forever"}} }, "serviceTokens.ci.duration: not one of the values"},
		"no posture":                    {func(a *Args) { a.Posture = nil }, "posture: nobody gets in on identity alone"},
		"a check in camel case":         {posture(func(p *PostureCheck) { p.Type = "diskEncryption" }), "posture.disk.type: not one of the values"},
		"a check on no platform":        {posture(func(p *PostureCheck) { p.Platforms = nil }), "posture.disk.platforms: a check is made"},
		"a check on another platform":   {posture(func(p *PostureCheck) { p.Platforms = []Platform{IOS} }), "posture.disk.platforms[0]: not one of the values"},
		"a platform twice":              {posture(func(p *PostureCheck) { p.Platforms = []Platform{Mac, Mac} }), "posture.disk.platforms[1]: listed twice"},
		"a version for a disk":          {posture(func(p *PostureCheck) { p.Version = map[Platform]string{Mac: "1.0.0"} }), "posture.disk.version: not a property"},
		"a system without version":      {posture(func(p *PostureCheck) { p.Type = OSVersion }), "posture.disk.version: required"},
		"a system of one version":       {posture(func(p *PostureCheck) { p.Type, p.Version = OSVersion, map[Platform]string{Mac: "14.5.0"} }), "posture.disk.version.windows: not a semantic version"},
		"a certificate of nobody":       {posture(func(p *PostureCheck) { p.Type, p.CertificateID = ClientCertificate, "c" }), "posture.disk.commonName: required"},
		"a result that counts for ever": {posture(func(p *PostureCheck) { p.Expiration = "720h" }), "posture.disk.expiration: not a duration"},
		"a data set in camel case": {func(a *Args) {
			a.Logpush = map[Dataset]LogDestination{"auditLogs": {Bucket: "abc", Region: "eu-central-1"}}
		}, "logpush.auditLogs: not one of the values"},
		"a bucket with a scheme": {func(a *Args) {
			a.Logpush = map[Dataset]LogDestination{AuditLogs: {Bucket: "s3://abc", Region: "eu-central-1"}}
		}, "logpush.audit_logs.bucket:"},
		"a bucket without Region":  {func(a *Args) { a.Logpush = map[Dataset]LogDestination{AuditLogs: {Bucket: "abc"}} }, "logpush.audit_logs.region:"},
		"a notification to nobody": {func(a *Args) { a.Notifications = &Notifications{} }, "notifications: nobody is told"},
		"an alert in camel case": {func(a *Args) {
			a.Notifications = &Notifications{Emails: []string{"a@example.com"}, Alerts: []Alert{"tunnelHealth"}}
		}, "notifications.alerts[0]: not one of the values"},
		"an alert twice": {func(a *Args) {
			a.Notifications = &Notifications{Emails: []string{"a@example.com"}, Alerts: []Alert{TunnelHealth, TunnelHealth}}
		}, "notifications.alerts[1]: listed twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := changed(test.change)
			err := args.Validate(testName)
			if err == nil || !strings.Contains(err.Error(), "\n  "+test.want) {
				t.Errorf("want %q among the problems, got %v", test.want, err)
			}
		})
	}
}

func TestWhatIsExplicitIsAccepted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Args){
		"a wide range":       func(a *Args) { a.PrivateCidrs, a.AllowWideRoutes = []string{"10.0.0.0/8"}, true },
		"a long session":     func(a *Args) { a.Session, a.AllowLongSessions = "24h", true },
		"endpoints of AWS":   zones("vpce.amazonaws.com", "eu-central-1.vpce.amazonaws.com"),
		"shared addresses":   func(a *Args) { a.PrivateCidrs = append(a.PrivateCidrs, "100.64.0.0/16") },
		"people one by one":  persona(func(p *Persona) { p.Groups, p.Emails = nil, []string{"ada@example.com"} }),
		"a public name":      public("grafana.example.com", testZone),
		"a covered resolver": func(a *Args) { a.PrivateZones, a.Resolvers = []string{"a.internal"}, []string{"10.20.0.2"} },
	} {
		if err := changed(change).Validate(testName); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTooManyPersonasHaveNoPlace(t *testing.T) {
	t.Parallel()
	args := changed(func(a *Args) {
		one := a.Personas["platform"]
		a.Personas = map[string]Persona{}
		for i := range maxPersonas + 1 {
			a.Personas[fmt.Sprintf("p%d", i)] = one
		}
	})
	if err := args.Validate(testName); err == nil || !strings.Contains(err.Error(), "personas: more than the 89") {
		t.Errorf("more personas than places expected to be refused, got %v", err)
	}
	delete(args.Personas, "p0")
	p, err := newPlan(testName, args)
	if err != nil {
		t.Fatal(err)
	}
	if last := p.personas[len(p.personas)-1].precedence; last >= p.firstPrecedence+pipelinePrecedence {
		t.Errorf("the last persona is at %d, want it before pipelines and the deny rule", last)
	}
}

func TestEveryOptionOfACheckHasAKindThatNeedsIt(t *testing.T) {
	t.Parallel()
	needed := map[string]bool{}
	for _, kind := range postureKinds {
		for field := range kind.needs {
			needed[field] = true
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(options)), slices.Sorted(maps.Keys(needed))); diff != "" {
		t.Errorf("the options and what the kinds need differ:\n%s", diff)
	}
}

func TestSessionsAreWrittenAsAccessKeepsThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"8h": "8h", "15m": "15m", "1h30m": "1h30m", "24h": "24h"} {
		p, err := newPlan(testName, changed(func(a *Args) { a.Session, a.AllowLongSessions = text, true }))
		if got := short(p.session); err != nil || got != want {
			t.Errorf("%s is written %s, want %s, %v", text, got, want, err)
		}
	}
}

func TestExpressionsCannotBeBrokenOut(t *testing.T) {
	t.Parallel()
	p := Persona{Emails: []string{`a"} or true or identity.email in {"b@example.com`}}
	if got := p.is(); strings.Count(got, `\"`) != 2 {
		t.Errorf("quotes are escaped, got %s", got)
	}
	if got := (reach{[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}, []int{80, 443}}).expression(); got != "net.dst.ip in {10.0.0.0/24} and net.dst.port in {80 443}" {
		t.Errorf("the traffic is %s", got)
	}
}
