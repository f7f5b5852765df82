package rules

import "slices"

// Sources of the mappings. The published ones often share an origin, so agreement between them is weak evidence.
const (
	sourceGuardSteampipe = "aws-guard-rules-registry; steampipe-mod-aws-compliance"
	sourcePublished      = "aws-guard-rules-registry; steampipe-mod-aws-compliance; cdk-nag"
	sourceSteampipe      = "steampipe-mod-aws-compliance"
	sourceFFIEC          = "aws-guard-rules-registry; steampipe-mod-aws-compliance; Prowler"
	sourceCISEKS         = "CIS Amazon EKS Benchmark"
	sourceSecurityHub    = "AWS Security Hub (FSBP)"
	sourceOurReading     = "our reading of the control's text; no published mapping was found"
)

const (
	nist80053  = "NIST 800-53 r5"
	nist800171 = "NIST 800-171 r2"
	fedRAMP    = "FedRAMP Moderate r4"
	pciDSS     = "PCI DSS 4.0"
	hipaa      = "HIPAA"
	ffiec      = "FFIEC CAT"
	cisEKS     = "CIS EKS"
	fsbp       = "AWS FSBP"
)

var pciBoundary = Control{pciDSS, []string{"1.2.8", "1.3.1", "1.3.2", "1.4.1", "1.4.2", "1.4.4", "1.5.1", "A1.1.3"}, sourceSteampipe}

// routing maps rules on gateways and routes to the outside.
var routing = []Control{
	{nist80053, []string{"AC-4(21)", "CM-7b"}, sourcePublished},
	{nist800171, []string{"3.1.3", "3.13.1", "3.13.5"}, sourceGuardSteampipe},
	pciBoundary,
	{hipaa, []string{"164.312(e)(1)"}, sourcePublished},
	{ffiec, []string{"D3.PC.Im.B.1"}, sourceFFIEC},
	{fedRAMP, []string{"AC-21(b)", "CM-2", "SC-4"}, sourceGuardSteampipe},
}

// internetGateway is routing with the control that names the gateway itself.
var internetGateway = replaced(routing, Control{hipaa, []string{"164.308(a)(1)(ii)(B)", "164.312(e)(1)"}, sourcePublished})

// addressing maps rules on public addresses and on front doors.
var addressing = []Control{
	{nist80053, []string{"AC-3", "AC-4(21)", "AC-6", "AC-17(1)", "SC-7a", "SC-7(3)", "SC-7(11)", "SC-7(16)", "SC-7(21)"}, sourcePublished},
	{nist800171, []string{"3.1.2", "3.1.14", "3.1.20", "3.13.1"}, sourceGuardSteampipe},
	pciBoundary,
	{hipaa, []string{"164.308(a)(3)(i)", "164.308(a)(4)(ii)(A)", "164.312(a)(1)", "164.312(e)(1)"}, sourcePublished},
	{ffiec, []string{"D3.PC.Im.B.1"}, sourceFFIEC},
	{fedRAMP, []string{"AC-3", "AC-6", "AC-17(1)", "SC-7", "SC-7(3)"}, sourceGuardSteampipe},
}

// exfiltration maps rules on endpoints, DNS and sharing.
var exfiltration = []Control{
	{nist80053, []string{"AC-4", "AC-20", "SC-7(5)", "SC-7(8)", "SC-7(10)"}, sourceOurReading},
	{pciDSS, []string{"1.3.2", "1.4.4"}, sourceOurReading},
}

// hybrid maps rules on connections to networks that others run: both the route and the trust in the other side.
var hybrid = slices.Concat(routing, []Control{{nist80053, []string{"AC-20", "SC-7(8)"}, sourceOurReading}})

// replaced is a mapping with the control of one framework replaced.
func replaced(controls []Control, by Control) []Control {
	changed := slices.Clone(controls)
	changed[slices.IndexFunc(changed, func(c Control) bool { return c.Framework == by.Framework })] = by
	return changed
}

// clusterEndpoint maps rules on the Kubernetes API and the nodes.
var clusterEndpoint = []Control{
	{cisEKS, []string{"5.4.1", "5.4.2", "5.4.3"}, sourceCISEKS},
	{pciDSS, []string{"1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A1.1.3"}, sourceSteampipe},
	{nist800171, []string{"3.1.1", "3.1.2", "3.1.3"}, sourceSteampipe},
	{fsbp, []string{"EKS.1"}, sourceSecurityHub},
}

// deletion maps rules on what keeps a change from destroying what people depend on.
var deletion = []Control{
	{nist80053, []string{"CM-3", "SC-5(2)"}, sourceOurReading},
	{hipaa, []string{"164.308(a)(7)(i)"}, sourceOurReading},
}

// evidence maps rules on logs.
var evidence = []Control{
	{nist80053, []string{"AU-2", "AU-12", "SI-4(4)"}, sourceOurReading},
	{pciDSS, []string{"10.2.1"}, sourceOurReading},
}

// credentials maps the rule on the instance metadata service.
var credentials = []Control{
	{fsbp, []string{"EC2.8"}, sourceSecurityHub},
	{nist80053, []string{"AC-3", "AC-6"}, sourceSecurityHub},
}

// assurance maps rules on whether the judgement itself can be relied on.
var assurance = []Control{
	{nist80053, []string{"CA-7", "CM-3(2)", "CM-6"}, sourceOurReading},
	{pciDSS, []string{"1.2.2"}, sourceOurReading},
}
