package emulator

import (
	"fmt"
	"net/http"
	"sync"
)

// blockPublicAccess plays VPC Block Public Access, which moto does not have: one switch for each region of the account.
type blockPublicAccess struct {
	mu    sync.Mutex
	modes map[string]string
}

func newBlockPublicAccess() *blockPublicAccess { return &blockPublicAccess{modes: map[string]string{}} }

func (b *blockPublicAccess) handle(c *call) (*answer, bool) {
	if c.service != "ec2" {
		return nil, false
	}
	switch c.operation {
	case "DescribeVpcBlockPublicAccessOptions":
	case "ModifyVpcBlockPublicAccessOptions":
		mode := c.form().Get("InternetGatewayBlockMode")
		if mode != "off" && mode != "block-bidirectional" && mode != "block-ingress" {
			return refusal(c, http.StatusBadRequest, "InvalidParameterValue", fmt.Sprintf("InternetGatewayBlockMode %q", mode)), true
		}
		b.mu.Lock()
		b.modes[c.region] = mode
		b.mu.Unlock()
	default:
		return nil, false
	}
	b.mu.Lock()
	mode, set := b.modes[c.region]
	b.mu.Unlock()
	state := "update-complete"
	if !set {
		mode, state = "off", "default-state"
	}
	text := fmt.Sprintf(`<%[1]sResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId><vpcBlockPublicAccessOptions>`+
		`<awsAccountId>%[2]s</awsAccountId><awsRegion>%[3]s</awsRegion><state>%[4]s</state><internetGatewayBlockMode>%[5]s</internetGatewayBlockMode>`+
		`<managedBy>account</managedBy><exclusionsAllowed>allowed</exclusionsAllowed><lastUpdateTimestamp>2025-01-01T00:00:00.000Z</lastUpdateTimestamp>`+
		`</vpcBlockPublicAccessOptions></%[1]sResponse>`, c.operation, account, c.region, state, mode)
	return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/xml"}}, body: []byte(text)}, true
}
