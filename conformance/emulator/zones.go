package emulator

import (
	"bytes"
	"io"
	"net/http"
)

// privateZones has moto make a private zone where a VPC is given, as Route 53 does: moto goes by a flag that is only there
// for answers.
type privateZones struct{}

func (privateZones) handle(c *call) (*answer, bool) {
	if c.service != "route53" || c.operation != "POST /2013-04-01/hostedzone" || !bytes.Contains(c.body, []byte("<VPCId>")) {
		return nil, false
	}
	const flag = "<PrivateZone>true</PrivateZone>"
	body := bytes.Replace(c.body, []byte("</HostedZoneConfig>"), []byte(flag+"</HostedZoneConfig>"), 1)
	if !bytes.Contains(body, []byte(flag)) {
		body = bytes.Replace(body, []byte("</CreateHostedZoneRequest>"), []byte("<HostedZoneConfig>"+flag+"</HostedZoneConfig></CreateHostedZoneRequest>"), 1)
	}
	request := c.request.Clone(c.request.Context())
	request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	a, err := c.ask(request, body)
	if err != nil {
		return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), true
	}
	return a, true
}
