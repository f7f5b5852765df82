package emulator

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
)

// zones mends what moto makes of Route 53's hosted zones and of changes to them.
type zones struct{}

func (zones) handle(c *call) (*answer, bool) {
	if c.service != "route53" || c.request.Method == http.MethodGet {
		return nil, false
	}
	if c.operation == "POST /2013-04-01/hostedzone" && bytes.Contains(c.body, []byte("<VPCId>")) {
		c.body = privateZone(c.body)
	}
	a, err := c.forward()
	if err != nil {
		return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), true
	}
	a.body = withoutDoneChange(a.body)
	a.header.Set("Content-Length", fmt.Sprint(len(a.body)))
	return a, true
}

// privateZone has moto make a private zone where a VPC is given, as Route 53 does: moto goes by a flag that is only there
// for answers.
func privateZone(body []byte) []byte {
	const flag = "<PrivateZone>true</PrivateZone>"
	flagged := bytes.Replace(body, []byte("</HostedZoneConfig>"), []byte(flag+"</HostedZoneConfig>"), 1)
	if !bytes.Contains(flagged, []byte(flag)) {
		const end = "</CreateHostedZoneRequest>"
		flagged = bytes.Replace(flagged, []byte(end), []byte("<HostedZoneConfig>"+flag+"</HostedZoneConfig>"+end), 1)
	}
	return flagged
}

var changeInfo = regexp.MustCompile(`(?s)<ChangeInfo>.*?</ChangeInfo>`)

// withoutDoneChange takes out of an answer what it says of a change that is done already, as every one of moto's is. The provider
// lets 15 seconds pass before it asks how a change stands that an answer names; where none is named it goes on.
func withoutDoneChange(body []byte) []byte {
	return changeInfo.ReplaceAllFunc(body, func(change []byte) []byte {
		if bytes.Contains(change, []byte("<Status>INSYNC</Status>")) {
			return nil
		}
		return change
	})
}
