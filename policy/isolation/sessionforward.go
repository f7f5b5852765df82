package isolation

import (
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// harmlessSessions are the types of a Session Manager session that do not forward ports.
// Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
var harmlessSessions = []string{"Standard_Stream", "InteractiveCommands", "NonInteractiveCommands"}

// forwardingDocuments are the documents of AWS that forward ports, or carry SSH, which does.
var forwardingDocuments = []string{
	"AWS-StartPortForwardingSession", "AWS-StartPortForwardingSessionToRemoteHost", "AWS-StartPortForwardingSessionToSocket",
	"AWS-StartSSHSession",
}

// portForwardWays refuses a session document that forwards ports, or whose content cannot be read, and any document that
// names one of AWS's that does.
func (g *graph) portForwardWays(r *Resource) []Way {
	kind, kindState := r.Value("documentType").Text()
	session := kindState == Unknown || strings.EqualFold(kind, "Session")
	w := newWay(r, SSMPortForward, Both, "content", "the session document forwards ports through AWS")
	content, state := r.Value("content").Text()
	if state != Known {
		w.Verdict, w.Missing = CannotTell, []string{"content"}
		return waysIf(session, w)
	}
	var document struct {
		SessionType string `json:"sessionType"`
	}
	broken := yaml.Unmarshal([]byte(content), &document) != nil
	switch {
	case slices.ContainsFunc(forwardingDocuments, func(name string) bool { return strings.Contains(content, name) }):
		w.Reason = "the document starts a session that forwards ports through AWS"
		return []Way{w}
	case broken:
		w.Verdict, w.Missing = CannotTell, []string{"what the content says, which is neither JSON nor YAML"}
		return waysIf(session, w)
	default:
		return waysIf((session || document.SessionType != "") && !slices.Contains(harmlessSessions, document.SessionType), w)
	}
}

// forwardingAssociationWays refuses an association with a document that forwards ports, and one with a document that is
// neither in the stack nor AWS's own.
func (g *graph) forwardingAssociationWays(r *Resource) []Way {
	name := r.Value("name")
	text, state := name.Text()
	w := newWay(r, SSMPortForward, Both, "name", "the document forwards ports to other hosts through AWS")
	switch {
	case state == Known && slices.Contains(forwardingDocuments, text[strings.LastIndex(text, "/")+1:]):
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
