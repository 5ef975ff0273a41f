#include "model/country.h"

/* Two letters a code, in order. */
static const char codes[] = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZ"
                            "BABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZ"
                            "CACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ"
                            "DEDJDKDMDODZ"
                            "ECEEEGEHERESET"
                            "FIFJFKFMFOFR"
                            "GAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGY"
                            "HKHMHNHRHTHU"
                            "IDIEILIMINIOIQIRISIT"
                            "JEJMJOJP"
                            "KEKGKHKIKMKNKPKRKWKYKZ"
                            "LALBLCLILKLRLSLTLULVLY"
                            "MAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZ"
                            "NANCNENFNGNINLNONPNRNUNZ"
                            "OM"
                            "PAPEPFPGPHPKPLPMPNPRPSPTPWPY"
                            "QA"
                            "RERORSRURW"
                            "SASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZ"
                            "TCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZ"
                            "UAUGUMUSUYUZ"
                            "VAVCVEVGVIVNVU"
                            "WFWS"
                            "YEYT"
                            "ZAZMZW";

_Static_assert(sizeof(codes) == 2 * 249 + 1, "249 codes are assigned");

bool country_is_valid(struct str code)
{
	size_t low = 0, high = sizeof(codes) / 2;

	if (code.n != 2)
		return false;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = memcmp(code.p, codes + 2 * middle, 2);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}
