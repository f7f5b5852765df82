package catalog

// Services for identities, keys, certificates and secrets.
const (
	// STS is AWS Security Token Service.
	STS Service = "sts"
	// IAM is AWS Identity and Access Management.
	IAM Service = "iam"
	// AccessAnalyzer is IAM Access Analyzer.
	AccessAnalyzer Service = "access-analyzer"
	// IdentityStore is IAM Identity Center identity store.
	IdentityStore Service = "identitystore"
	// RolesAnywhere is IAM Roles Anywhere.
	RolesAnywhere Service = "rolesanywhere"
	// CognitoIdentity is Amazon Cognito identity pools.
	CognitoIdentity Service = "cognito-identity"
	// CognitoIDP is Amazon Cognito user pools.
	CognitoIDP Service = "cognito-idp"
	// DirectoryService is AWS Directory Service.
	DirectoryService Service = "ds"
	// KMS is AWS Key Management Service.
	KMS Service = "kms"
	// KMSFips is AWS Key Management Service, FIPS.
	KMSFips Service = "kms-fips"
	// SecretsManager is AWS Secrets Manager.
	SecretsManager Service = "secretsmanager"
	// ACM is AWS Certificate Manager.
	ACM Service = "acm"
	// ACMFips is AWS Certificate Manager, FIPS.
	ACMFips Service = "acm-fips"
	// ACMPCA is AWS Private CA.
	ACMPCA Service = "acm-pca"
	// CloudHSM is AWS CloudHSM.
	CloudHSM Service = "cloudhsmv2"
	// PaymentCryptographyControl is AWS Payment Cryptography control plane.
	PaymentCryptographyControl Service = "payment-cryptography.controlplane"
	// PaymentCryptographyData is AWS Payment Cryptography data plane.
	PaymentCryptographyData Service = "payment-cryptography.dataplane"
	// VerifiedPermissions is Amazon Verified Permissions.
	VerifiedPermissions Service = "verifiedpermissions"
)

var identity = []Entry{
	{Service: STS, Title: "AWS Security Token Service"},
	{Service: IAM, Title: "AWS Identity and Access Management", Global: true, Home: homeUSEast1, DNS: []string{"iam.{suffix}"}, Workaround: "create roles and instance profiles at deploy time, outside the VPC"},
	{Service: AccessAnalyzer, Title: "IAM Access Analyzer"},
	{Service: IdentityStore, Title: "IAM Identity Center identity store"},
	{Service: RolesAnywhere, Title: "IAM Roles Anywhere"},
	{Service: CognitoIdentity, Title: "Amazon Cognito identity pools"},
	{Service: CognitoIDP, Title: "Amazon Cognito user pools"},
	{Service: DirectoryService, Title: "AWS Directory Service"},
	{Service: KMS, Title: "AWS Key Management Service"},
	{Service: KMSFips, Title: "AWS Key Management Service, FIPS", IAM: []string{"kms"}},
	{Service: SecretsManager, Title: "AWS Secrets Manager"},
	{Service: ACM, Title: "AWS Certificate Manager", NoPolicy: true},
	{Service: ACMFips, Title: "AWS Certificate Manager, FIPS", IAM: []string{"acm"}, NoPolicy: true},
	{Service: ACMPCA, Title: "AWS Private CA"},
	{Service: CloudHSM, Title: "AWS CloudHSM", IAM: []string{"cloudhsm"}},
	{Service: PaymentCryptographyControl, Title: "AWS Payment Cryptography control plane"},
	{Service: PaymentCryptographyData, Title: "AWS Payment Cryptography data plane"},
	{Service: VerifiedPermissions, Title: "Amazon Verified Permissions"},
}
