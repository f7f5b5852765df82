package zerotrust

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// posturePlan is one posture rule: a check on one platform.
type posturePlan struct {
	check    string
	platform Platform
	args     PostureCheck
}

// key names the rule among the component's children.
func (p posturePlan) key() string { return p.check + "-" + string(p.platform) }

// postureKind is what is known of a kind of check.
type postureKind struct {
	platforms []Platform
	// needs lists, by path, what the kind cannot do without, and missing tells whether it is missing.
	needs map[string]func(PostureCheck) bool
}

var desktops = []Platform{Linux, Mac, Windows}

// postureKinds are the kinds of checks. Source: Cloudflare's documentation of the WARP client checks.
var postureKinds = map[PostureType]postureKind{
	DiskEncryption: {platforms: desktops},
	Firewall:       {platforms: []Platform{Mac, Windows}},
	OSVersion: {platforms: []Platform{Android, ChromeOS, IOS, Linux, Mac, Windows}, needs: map[string]func(PostureCheck) bool{
		"version": func(c PostureCheck) bool { return len(c.Version) == 0 },
	}},
	ClientCertificate: {platforms: desktops, needs: map[string]func(PostureCheck) bool{
		"certificateId": func(c PostureCheck) bool { return c.CertificateID == "" },
		"commonName":    func(c PostureCheck) bool { return c.CommonName == "" },
	}},
	SerialNumber: {platforms: desktops, needs: map[string]func(PostureCheck) bool{
		"listId": func(c PostureCheck) bool { return c.ListID == "" },
	}},
}

// options are the fields of a check that only some kinds have.
var options = map[string]func(PostureCheck) bool{
	"version":       func(c PostureCheck) bool { return len(c.Version) > 0 },
	"certificateId": func(c PostureCheck) bool { return c.CertificateID != "" },
	"commonName":    func(c PostureCheck) bool { return c.CommonName != "" },
	"listId":        func(c PostureCheck) bool { return c.ListID != "" },
}

const (
	defaultExpiration = "1h"
	defaultSchedule   = "5m"
)

var versionPattern = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// planPosture turns every check into one rule for each of its platforms.
func planPosture(list *problems.List, p *plan, checks map[string]PostureCheck) {
	if len(checks) == 0 {
		list.Add("posture", "nobody gets in on identity alone", problems.Missing, "ask at least for disk_encryption")
	}
	for _, key := range slices.Sorted(maps.Keys(checks)) {
		path, posture := "posture."+key, checks[key]
		check.Key(list, path, key, maxKeyLength)
		kind, known := postureKinds[posture.Type]
		if !known {
			oneOf(list, path+".type", posture.Type, slices.Sorted(maps.Keys(postureKinds))...)
			continue
		}
		checkOptions(list, path, kind, posture)
		if posture.Expiration == "" {
			posture.Expiration = defaultExpiration
		}
		if posture.Schedule == "" {
			posture.Schedule = defaultSchedule
		}
		checkInterval(list, path+".expiration", posture.Expiration)
		checkInterval(list, path+".schedule", posture.Schedule)
		if len(posture.Platforms) == 0 {
			list.Add(path+".platforms", "a check is made on platforms that are named", problems.Missing, "list them")
		}
		for i, platform := range posture.Platforms {
			at := fmt.Sprintf("%s.platforms[%d]", path, i)
			oneOf(list, at, platform, kind.platforms...)
			if slices.Contains(posture.Platforms[:i], platform) {
				list.Add(at, "listed twice", string(platform), "list each platform once")
				continue
			}
			if version := posture.Version[platform]; posture.Type == OSVersion && !versionPattern.MatchString(version) {
				list.Add(path+".version."+string(platform), "not a semantic version", given(version), `write one such as "14.5.0"`)
			}
			p.posture = append(p.posture, posturePlan{key, platform, posture})
		}
	}
}

// checkOptions reports fields that the kind of check needs and lacks, or has and does not know.
func checkOptions(list *problems.List, path string, kind postureKind, check PostureCheck) {
	for _, field := range slices.Sorted(maps.Keys(options)) {
		missing, needed := kind.needs[field]
		switch {
		case needed && missing(check):
			list.Add(path+"."+field, "required for "+string(check.Type), problems.Missing, "set it")
		case !needed && options[field](check):
			list.Add(path+"."+field, "not a property of "+string(check.Type), "a value", "drop it")
		}
	}
}

func checkInterval(list *problems.List, path, text string) {
	if d, err := time.ParseDuration(text); err != nil || d < time.Minute || d > 25*time.Hour {
		list.Add(path, "not a duration from 1m to 25h", text, `write one such as "30m" or "1h"`)
	}
}
