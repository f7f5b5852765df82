package isolation

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// harmlessSessions are the types of a Session Manager session that do not forward ports.
// Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
var harmlessSessions = []string{"Standard_Stream", "InteractiveCommands", "NonInteractiveCommands"}

// ForwardingDocuments are the documents of AWS that forward ports, or carry SSH, which does.
var ForwardingDocuments = []string{
	"AWS-StartPortForwardingSession", "AWS-StartPortForwardingSessionToRemoteHost", "AWS-StartPortForwardingSessionToSocket",
	"AWS-StartSSHSession",
}

// relayPorts are where programs listen that pass connections on to other hosts, so that a session to one of them is a session
// to everywhere. Source: the service name registry of IANA; 3128 is the usual port of HTTP proxies.
var relayPorts = map[int]string{22: "SSH", 1080: "SOCKS", 3128: "HTTP proxies"}

// portForwardWays refuses a session document that forwards ports to more than one fixed port of the instance itself, or whose
// content cannot be read, and any document that names one of AWS's that does.
func (g *graph) portForwardWays(r *Resource) []Way {
	kind, kindState := r.Value("documentType").Text()
	session := kindState == Unknown || strings.EqualFold(kind, "Session")
	w := newWay(r, SSMPortForward, Both, "content", "the session document forwards ports through AWS")
	content, state := r.Value("content").Text()
	if state != Known {
		w.Verdict, w.Missing = CannotTell, []string{"content"}
		return waysIf(session, w)
	}
	document := map[string]any{}
	// Two readers may choose differently between keys that are there twice, so that these are refused.
	broken := yaml.UnmarshalStrict([]byte(content), &document) != nil
	kindOfSession, _ := document["sessionType"].(string)
	switch {
	case slices.ContainsFunc(ForwardingDocuments, func(name string) bool { return strings.Contains(content, name) }):
		w.Reason = "the document starts a session that forwards ports through AWS"
		return []Way{w}
	case broken:
		w.Verdict, w.Missing = CannotTell, []string{"what the content says, which is neither JSON nor YAML, or has a key twice"}
		return waysIf(session, w)
	case kindOfSession == "Port":
		why := forwardsBeyond(document["properties"])
		w.Reason += ": " + why
		return waysIf(why != "", w)
	default:
		return waysIf((session || document["sessionType"] != nil) && !slices.Contains(harmlessSessions, kindOfSession), w)
	}
}

// forwardsBeyond says why the properties of a port session reach more than one fixed port of the instance; it is empty where they
// do not. The agent connects to the instance itself if no host is named, and it takes the names of properties in any case.
// Source: amazon-ssm-agent, agent/session/plugins/port/port.go; the plug-in of the AWS CLI listens on localPortNumber.
func forwardsBeyond(value any) string {
	properties, _ := value.(map[string]any)
	port := false
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		text := fmt.Sprint(properties[key])
		switch strings.ToLower(key) {
		case "portnumber":
			number, err := strconv.ParseUint(text, 10, 16)
			if err != nil || number == 0 {
				return fmt.Sprintf("the port %q is not a fixed number, so that whoever starts the session chooses it", text)
			}
			if program, relays := relayPorts[int(number)]; relays {
				return fmt.Sprintf("%s listens on port %d and passes connections on", program, number)
			}
			port = true
		case "host":
			if !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, text) {
				return fmt.Sprintf("it connects to the host %q, which is not the instance itself", text)
			}
		case "type":
			if text != "LocalPortForwarding" {
				return fmt.Sprintf("its type %q is not LocalPortForwarding", text)
			}
		case "localportnumber":
		default:
			return fmt.Sprintf("it has the property %q, of which nobody here knows what it does", key)
		}
	}
	if !port {
		return "it names no port, so that whoever starts the session may choose it"
	}
	return ""
}

// forwardingAssociationWays refuses an association with a document that forwards ports, and one with a document that is
// neither in the stack nor AWS's own.
func (g *graph) forwardingAssociationWays(r *Resource) []Way {
	name := r.Value("name")
	text, state := name.Text()
	w := newWay(r, SSMPortForward, Both, "name", "the document forwards ports to other hosts through AWS")
	switch {
	case state == Known && slices.Contains(ForwardingDocuments, text[strings.LastIndex(text, "/")+1:]):
		return []Way{w}
	case state == Known && (strings.HasPrefix(text, "AWS") || strings.HasPrefix(text, "Amazon")):
		return nil
	}
	inStack := slices.ContainsFunc(g.byKind["ssm/document"], func(d *Resource) bool {
		if state == Known {
			return text == d.ID() || text == d.text("name") || text == d.text("arn")
		}
		return g.refer(name, "ssm/document").only() == d
	})
	w.Reason, w.Verdict, w.Missing = "the document is not of this stack and may forward ports", CannotTell, []string{"the content of the document " + text}
	return waysIf(!inStack, w)
}

func waysIf(open bool, w Way) []Way {
	if !open {
		return nil
	}
	return []Way{w}
}
